"""Predicting plans again after evidence has changed."""
