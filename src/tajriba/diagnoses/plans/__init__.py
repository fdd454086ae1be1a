"""Remedies that stand in plans: of a patient, by remedy, and whether a person may see one."""
