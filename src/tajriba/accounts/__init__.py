"""Accounts: who signs in, their role and their sessions, and the guard of every route."""
