"""Serving predictions of plans from the cache, and the history of rankings."""
