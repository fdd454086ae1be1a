"""Live messages: who hears which topics, and how they reach an open screen. Knows no medicine."""
