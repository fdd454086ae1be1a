"""Remedies that stand in plans: of a patient, by remedy, from when and how long; who sees one."""
