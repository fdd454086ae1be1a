"""Evidence: sums over feedback that are always exact, and their snapshots that others may see."""
