"""Inputs of predictions: the cache key, evidence counts, related remedies, similar conditions."""
