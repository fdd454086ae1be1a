"""The demo clinic: its people, how it is built, and the reports of its patients."""
