"""What a person may ask of what is kept of them."""
