"""Draws the PNG icons from `public/icon.svg`: run it again when that changes.

.venv/bin/python client/scripts/icons.py /usr/bin/chromium
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PUBLIC = Path(__file__).parent.parent / "public"
GREEN = "#0f5c4f"
# The maskable one reaches to the edges and keeps its drawing in the safe middle.
WANTED = {"icon-192.png": (192, 0), "icon-512.png": (512, 0), "icon-maskable.png": (512, 64)}


def draw(browser_path: str) -> None:
    """Write each icon."""
    svg = (PUBLIC / "icon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (size, margin) in WANTED.items():
            inner = size - 2 * margin
            page = browser.new_page(viewport={"width": size, "height": size})
            ground = f"background:{GREEN};padding:{margin}px" if margin else ""
            box = f"width:{inner}px;height:{inner}px;{ground}"
            page.set_content(f"<body style='margin:0'><div style='{box}'>{svg}")
            page.screenshot(path=PUBLIC / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    draw(sys.argv[1])
