"""Care: invitations by practitioners, consent by patients, the end of both."""
