"""Signs of danger in what people write of themselves: how soon somebody must be seen. Pure."""
