"""Access to live messages: handshake, tickets, and resuming without a gap."""
