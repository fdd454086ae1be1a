"""A practitioner's view over all of their patients."""
