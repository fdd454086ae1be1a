"""The protocol: messages of clients and of the server, close codes, encoding."""
