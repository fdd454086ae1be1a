"""Predictions: the expected effectiveness of each recommendation of a plan for its patient."""
