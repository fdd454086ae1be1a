"""The catalogue: knowledge files, read and checked against their rules."""
