"""Opening an account by a patient, at once or by a link."""
