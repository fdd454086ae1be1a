"""Accounts: people, their roles and sessions, and the authorization of every route."""
