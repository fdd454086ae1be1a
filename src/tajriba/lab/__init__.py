"""Training, evaluation and simulation of models."""
