"""The event log: facts that screens must learn of, each with a position."""
