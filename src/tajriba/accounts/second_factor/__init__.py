"""A second factor: the codes of an authenticator, and codes for who loses it."""
