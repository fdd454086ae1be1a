"""Endpoints: WebSocket, server-sent events, and the HTTP routes beside them."""
