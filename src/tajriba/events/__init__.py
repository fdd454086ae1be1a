"""The event log: facts that screens must receive, each with a position."""
