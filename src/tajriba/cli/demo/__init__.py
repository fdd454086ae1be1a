"""The demo clinic: its people, how it is built, and what its patients report meanwhile."""
