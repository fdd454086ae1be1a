"""Announcement of evidence to open screens."""
