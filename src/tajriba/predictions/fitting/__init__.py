"""Fitting model 2 to many reports: vectorised scoring, time decay, regularisation, metrics."""
