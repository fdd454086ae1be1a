"""The audit trail: who changed what, when, and what it was before."""
