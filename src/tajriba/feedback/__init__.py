"""Feedback: reports of one patient on one recommendation of one diagnosis, at one time."""
