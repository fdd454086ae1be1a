"""Pages: the built client as browsers get it, and published evidence as plain HTML."""
