"""How urgent a diagnosis is: signs of danger, how they are told, and whom to call."""
