"""E-mails: what one is, who carries it, and the queue before them."""
