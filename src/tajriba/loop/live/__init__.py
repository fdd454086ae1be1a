"""The live snapshot of a diagnosis, and repeated announcements of stored figures."""
