"""A client as Vite leaves it, small: what is served does not depend on what is in it."""

import json
from pathlib import Path

from tajriba.pages.static_files import StaticFiles

SCRIPT = "export const said = 'سلام';\n" * 200
BROTLI = b"as if compressed"
_INDEX = """<!doctype html>
<html lang="fa" dir="rtl">
  <head><meta charset="utf-8" /><title>تجربه</title><!--head--></head>
  <body><div id="app"><!--facts--></div><script type="module" src="/assets/a.js"></script></body>
</html>
"""


def built_client(folder: Path) -> StaticFiles:
    """Write a built client into a folder and return its shelf."""
    assets = folder / "assets"
    assets.mkdir(parents=True)
    (assets / "a.js").write_text(SCRIPT, "utf-8")
    (assets / "a.js.br").write_bytes(BROTLI)
    (assets / "a.css").write_text("body { margin: 0 }\n" * 100, "utf-8")
    (assets / "font.woff2").write_bytes(b"wOF2" + bytes(500))
    (folder / "docs").mkdir()
    (folder / "docs" / "index.html").write_text('<script src="/docs/viewer.js"></script>', "utf-8")
    (folder / "docs" / "viewer.js").write_text('SwaggerUIBundle({url: "/openapi.json"})', "utf-8")
    (folder / "sw.js").write_text("self.skip = 1;\n", "utf-8")
    (folder / "manifest.webmanifest").write_text("{}", "utf-8")
    screens = {"/diagnoses/:id": ["/assets/a.js", "/assets/gone.js"]}
    (folder / "screens.json").write_text(json.dumps(screens), "utf-8")
    (folder / "notes.md").write_text("nobody's business", "utf-8")
    (folder / "index.html").write_text(_INDEX, "utf-8")
    return StaticFiles(folder)
