"""A test client that reads a stream's beginning instead of waiting for its end."""

from datetime import timedelta
from typing import Any

import httpx2 as httpx
from starlette.testclient import TestClient


class StreamStartClient(TestClient):
    """Answers a stream of events with its first part, and leaves it."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request."""
        if not request.url.path.startswith("/events/"):
            return super().send(request, **options)
        answer = super().send(request, **(options | {"stream": True}))
        if answer.is_success:
            beginning = next(answer.iter_bytes())
            answer.close()
            answer = httpx.Response(
                answer.status_code, headers=answer.headers, content=beginning, request=request
            )
            answer.elapsed = timedelta(0)
        else:
            answer.read()
        return answer
