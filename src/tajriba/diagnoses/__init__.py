"""Diagnoses and plans, and the contraindication check that every plan passes."""
