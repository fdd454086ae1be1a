"""Pages: the built client as browsers get it, and what everybody may read of evidence."""
