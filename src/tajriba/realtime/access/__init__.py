"""Access to live messages: handshake, Origin check, tickets, and resuming without a gap."""
