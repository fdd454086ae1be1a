"""Verification: stored evidence against a recompute from raw reports."""
