"""Patients: their records, who may see them, and the consent to care."""
