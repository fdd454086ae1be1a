"""What every feature uses: database, errors, text, time, translation, HTTP conventions."""
