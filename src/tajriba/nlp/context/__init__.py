"""What is said of a thing: that it is absent, somebody else's, over, feared or borne."""
