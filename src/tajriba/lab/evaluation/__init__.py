"""Evaluation of models: baselines, vectorised model 1, bootstrap, reliability plots."""
