"""Planning: setting plans and changing records and knowledge, with the checks that follow."""
