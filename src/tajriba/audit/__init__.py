"""The audit trail: who changed what, when, and the value before."""
