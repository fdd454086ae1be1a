"""What practitioners make of reports: which they have read, and what they answer."""
