"""What every feature stands on: database, errors, text, time, translation, HTTP conventions."""
