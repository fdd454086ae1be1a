"""Feedback: what a patient reports of one recommendation of one diagnosis, at one time."""
