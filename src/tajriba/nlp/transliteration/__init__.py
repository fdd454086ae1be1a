"""Persian in Latin letters."""
