"""Transfer of records: import, export, and the format of a row."""
