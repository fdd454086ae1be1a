"""Encryption of free text at rest: which keys a database knows, and taking others."""
