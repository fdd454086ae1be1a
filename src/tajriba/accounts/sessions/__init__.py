"""Signing in: guesses, what is asked for, and the cookies of a session."""
