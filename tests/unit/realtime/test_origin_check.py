"""Which pages may connect."""

import pytest

from tajriba.kit.http.origin_check import normal_origin, origin_allowed, origins

ALLOWED = origins("https://clinic.example, http://localhost:5173")


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "127.0.0.1:8000", True),
        (None, None, True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("http://LOCALHOST:8000", "localhost:8000", True),
        ("https://tajriba.example", "tajriba.example", True),
        ("https://tajriba.example", "tajriba.example:443", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("https://clinic.example", "tajriba.example", True),
        ("http://localhost:5173", "127.0.0.1:8000", True),
        ("http://clinic.example", "tajriba.example", False),
        ("http://127.0.0.1:8001", "127.0.0.1:8000", False),
        ("http://127.0.0.1:8000.evil.example", "127.0.0.1:8000", False),
        ("http://evil.example", "127.0.0.1:8000", False),
        ("http://evil.example", None, False),
        ("null", "127.0.0.1:8000", False),
        ("", "127.0.0.1:8000", False),
        ("http://[::1", "[::1", False),
        ("http://a:99999", "a:99999", False),
    ],
)
def test_origins(origin: str | None, host: str | None, allowed: bool) -> None:
    assert origin_allowed(origin, host, ALLOWED) is allowed


def test_the_list_of_the_settings() -> None:
    assert origins("") == frozenset()
    assert origins("https://a.example/, http://B.example:80 ,") == {
        "https://a.example:443",
        "http://b.example:80",
    }
    with pytest.raises(ValueError, match="'nonsense' is not an origin"):
        origins("https://a.example,nonsense")
    assert normal_origin("ftp://a.example") is None
