"""A practitioner's overview of their patients."""
