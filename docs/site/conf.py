"""The documentation site: Sphinx reads the Markdown files where they stand (`make docs`)."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx

_HERE: Final = Path(__file__).parent
_OPENAPI: Final = _HERE.parents[1] / "src/tajriba/openapi.json"

project = "Tajriba"
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "bench/README.md",
    "src/tajriba/client/README.md",
    "docs/**.md",
]
exclude_patterns = ["docs/site", ".*", "build", "client", "var", "**/node_modules"]
nitpicky = True
myst_heading_anchors = 4

html_theme = "furo"
html_title = "Tajriba"
html_extra_path = ["index.html"]
html_copy_source = False
html_show_copyright = False


def setup(app: Sphinx) -> None:
    """Have pages completed when they are read."""
    app.connect("source-read", _complete)


def _complete(_app: Sphinx, page: str, source: list[str]) -> None:
    """Add what only the site needs: the contents of the site and of the decisions, the routes."""
    if page == root_doc:
        source[0] += (_HERE / "contents.md").read_text("utf-8")
    elif page == "docs/adr/README":
        source[0] += "\n```{toctree}\n:hidden:\n:glob:\n\n0*\n```\n"
    elif page == "docs/api":
        source[0] += "\n".join(_route_tables(json.loads(_OPENAPI.read_text("utf-8"))))


def _route_tables(openapi: dict[str, Any]) -> Iterator[str]:
    """Yield a section for each tag: its routes, what they do and the names of the operations."""
    for tag in openapi["tags"]:
        yield f"\n## {tag['name'].capitalize()}\n\n{tag['description']}\n"
        yield "| route | what it does | operation |\n|---|---|---|"
        for path, methods in openapi["paths"].items():
            for method, route in methods.items():
                if tag["name"] in route["tags"]:
                    yield _route_row(f"{method.upper()} {path}", route)


def _route_row(address: str, route: dict[str, Any]) -> str:
    public = " (public)" if route.get("security") == [] else ""
    return f"| `{address}` | {route['summary']}{public} | `{route['operationId']}` |"
