"""Signing in by a clinic's own identity provider (OpenID Connect, the authorization code flow)."""
