"""Diagnoses and plans, and the contraindication gate that every plan passes."""
