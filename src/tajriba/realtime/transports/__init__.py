"""Transports: framing, batching, backpressure, inbound rate limit, heartbeats."""
