"""Model 1: its constants are stated, not learned."""
