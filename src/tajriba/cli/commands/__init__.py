"""The commands, a module each; `lazy_commands` imports a module when its command runs."""
