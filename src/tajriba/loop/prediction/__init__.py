"""Prediction of plans anew after evidence has changed."""
