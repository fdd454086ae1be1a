"""Live messages: who receives which topics, and how they reach an open screen. No medicine."""
