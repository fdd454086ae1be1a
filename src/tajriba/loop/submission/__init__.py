"""Submission, revision and withdrawal of reports."""
