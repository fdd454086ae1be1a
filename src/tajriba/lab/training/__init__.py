"""Training of models: jobs, a subprocess, champion against challenger, promotion."""
