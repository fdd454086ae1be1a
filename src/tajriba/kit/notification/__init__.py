"""Notification of waiting tasks, in one process or between processes over Redis."""
