"""Model 2: its parameters are learned from reports."""
