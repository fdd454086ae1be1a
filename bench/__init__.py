"""Side-by-side measurements of what the service promises; one module per claim."""
