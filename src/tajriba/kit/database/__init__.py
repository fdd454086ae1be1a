"""Databases: transactions, threads, group commit, SQLite and PostgreSQL."""
