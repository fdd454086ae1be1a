"""HTTP conventions: problem details, shared schemas, pagination, limits."""
