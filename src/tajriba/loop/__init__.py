"""Use cases that cross features: a report updates evidence, evidence is announced, plans are
predicted again, and open screens receive the changes."""
