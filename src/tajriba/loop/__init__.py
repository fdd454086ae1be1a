"""The heart: use cases that cross features. Feedback moves evidence, evidence is announced,
plans are predicted anew, and what changed is told to the screens."""
