"""The live snapshot of a diagnosis, and announcing again what is stored."""
