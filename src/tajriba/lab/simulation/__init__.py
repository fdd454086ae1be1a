"""Simulation of a clinic whose true effects are known."""
