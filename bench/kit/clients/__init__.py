"""Clients that load a server and read what it sends."""
