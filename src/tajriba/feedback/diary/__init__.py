"""The diary of a diagnosis: how the patient is day by day, and what they took."""
