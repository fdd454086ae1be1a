"""The e-mails of accounts: links that prove an address or set a password."""
