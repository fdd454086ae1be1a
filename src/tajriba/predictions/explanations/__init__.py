"""Explanations of predictions: components, reasoning in words, profiles, public figures."""
