"""Doses: amounts read from text, and how much a herb's posology allows."""
