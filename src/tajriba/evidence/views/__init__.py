"""Views of evidence: what its routes answer, published or exact for its own patient."""
