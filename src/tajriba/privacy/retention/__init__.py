"""Retention: how long the rows of each table are kept, and deleting those whose time is over."""
