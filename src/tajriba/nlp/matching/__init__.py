"""Names of a vocabulary, found in words, also misspelt and apart."""
