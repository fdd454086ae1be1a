"""The files of the built client, held in memory by path.

A path that is not among them is not there: nothing that is asked for ever reaches the disk.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

BUILT: Final = Path(__file__).with_name("built")
"""Where Vite puts the client; the wheel carries it."""

SHELL: Final = "/index.html"
SCREENS: Final = "/screens.json"
"""Which scripts each screen needs beyond those of the page; Vite's build writes it."""

_BROTLI: Final = ".br"
_WATCHED: Final = (SHELL[1:], ".", "assets")
_MEDIA: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_PACKED: Final = frozenset({".ico", ".png", ".woff2"})
"""What is compressed already."""


class Content:
    """Bytes of one media type, and what they are when compressed."""

    def __init__(self, body: bytes, media: str, brotli: bytes | None, *, packed: bool) -> None:
        self.media = media
        self.etag = sha256(body).hexdigest()[:20]
        self._body = body
        self._brotli = brotli
        self._packed = packed

    @cached_property
    def _gzip(self) -> bytes:
        return gzip.compress(self._body, 9, mtime=0)

    def encoded(self, accepted: str | None) -> tuple[bytes, str | None]:
        """Return the smallest bytes that a reader takes, and the name of their encoding."""
        if self._packed:
            return self._body, None
        codings = codings_of(accepted)
        if self._brotli is not None and "br" in codings:
            return self._brotli, "br"
        if "gzip" in codings and len(self._gzip) < len(self._body):
            return self._gzip, "gzip"
        return self._body, None

    @property
    def text(self) -> str:
        """The bytes as text."""
        return self._body.decode()


def codings_of(accepted: str | None) -> set[str]:
    """Return the encodings of an Accept-Encoding header that are not refused."""
    taken = set()
    for part in (accepted or "").lower().split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            taken.add(name.strip())
    return taken


Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Stock:
    stamp: Stamp
    files: Mapping[str, Content]
    screens: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class StaticFiles:
    """What is in the folder of the built client; another build there is taken up by itself."""

    def __init__(self, folder: Path = BUILT) -> None:
        self._folder = folder
        self._stock = _Stock((), {})

    def find(self, path: str) -> Content | None:
        """Return the file of a path such as `/assets/a.js`; None where there is none."""
        return self._current().files.get(path)

    @property
    def shell(self) -> Content | None:
        """The page that the client starts in; None where the client was not built."""
        return self.find(SHELL)

    def scripts_of(self, screen: str | None) -> tuple[str, ...]:
        """Return the paths of the scripts that a screen such as `/herbs/:id` needs of its own."""
        return self._current().screens.get(screen or "", ())

    def _current(self) -> _Stock:
        stamp = self._stamp()
        if stamp != self._stock.stamp:
            files = _read(self._folder) if stamp else {}
            self._stock = _Stock(stamp, files, _screens(files))
        return self._stock

    def _stamp(self) -> Stamp:
        """Return when the shell and the folders were written (ns); nothing without a shell."""
        try:
            return tuple(self._folder.joinpath(one).stat().st_mtime_ns for one in _WATCHED)
        except OSError:
            return ()


def _read(folder: Path) -> dict[str, Content]:
    """Return the files of a folder that have a known media type, by path."""
    return {
        "/" + path.relative_to(folder).as_posix(): _content(path)
        for path in sorted(folder.rglob("*"))
        if path.suffix in _MEDIA and path.is_file()
    }


def _screens(files: Mapping[str, Content]) -> dict[str, tuple[str, ...]]:
    if SCREENS not in files:
        return {}
    screens = json.loads(files[SCREENS].text)
    return {
        screen: tuple(one for one in paths if one in files) for screen, paths in screens.items()
    }


def _content(path: Path) -> Content:
    compressed = path.with_name(path.name + _BROTLI)
    brotli = compressed.read_bytes() if compressed.is_file() else None
    packed = path.suffix in _PACKED
    return Content(path.read_bytes(), _MEDIA[path.suffix], brotli, packed=packed)
