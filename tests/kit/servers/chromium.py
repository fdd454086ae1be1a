"""A Chromium to drive: where one is found, and how it is started.

`python -m tests.kit.servers.chromium` installs Debian's where it may and none is there.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CACHE = Path.home() / ".cache" / "ms-playwright"
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # Nothing but loopback can be reached, whatever is asked for.
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
MISSING = """No Chromium was found. Name one in CHROMIUM, or install it:
  Debian, Ubuntu:  sudo apt-get install chromium
  elsewhere:       .venv/bin/playwright install chromium"""


class MissingBrowserError(Exception):
    """There is no Chromium; says what to do."""


def find() -> str:
    """Return the path of a Chromium: CHROMIUM's, an installed one, or Playwright's own.

    Raises MissingBrowserError where there is none.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return _existing(named)
    installed = [path for name in NAMES if (path := shutil.which(name))]
    if found := [*installed, *map(str, sorted(CACHE.glob("chromium-*/chrome-linux*/chrome")))]:
        return found[0]
    raise MissingBrowserError(MISSING)


def _existing(named: str) -> str:
    path = shutil.which(named)
    if path is None:
        raise MissingBrowserError(f"CHROMIUM names {named}, which is no program.")
    return path


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a headless browser that reaches loopback only."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=[*ARGUMENTS, *sandbox])
        yield browser
        browser.close()


def install() -> int:
    """Have a Chromium where one may be installed; 1, and what to do, where it may not."""
    try:
        find()
    except MissingBrowserError as missing:
        if "CHROMIUM" in os.environ or not _install_debians():
            sys.stderr.write(f"{missing}\n")
            return 1
    return 0


def _install_debians() -> bool:
    """Install Debian's, as root or by a sudo that asks nothing; whether that went well."""
    if shutil.which("apt-get") is None:
        return False
    asking = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if asking and shutil.which("sudo") is None:
        return False
    quietly = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
    steps = ([*asking, "apt-get", "update", "-qq"], [*asking, *install])
    return all(subprocess.run(step, env=quietly, check=False).returncode == 0 for step in steps)


if __name__ == "__main__":
    raise SystemExit(install())
