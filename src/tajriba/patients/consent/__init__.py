"""What a person agrees to beside care: the notice, and what their reports are used for."""
