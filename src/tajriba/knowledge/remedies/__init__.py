"""Remedies that practitioners write, from creation to review."""
