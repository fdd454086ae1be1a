"""How much one account, or one address, may do in a day."""
