"""Forms of words: endings, plurals, verbs, speech."""
