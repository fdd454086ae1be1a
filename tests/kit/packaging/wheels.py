"""Distributions built from this tree, and environments that hold what one of them asks for."""

import os
import subprocess
import sys
import venv
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "src" / "tajriba"
CLIENT = PACKAGE / "client"
SECONDS = 100
_ELSEWHERE = {"..", "__pycache__"}


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program to its end, with standard error in its output."""
    return subprocess.run(
        command,
        cwd=cwd,
        env={k: v for k, v in os.environ.items() if not k.startswith(("TAJRIBA_", "PYTHONPATH"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def build(source: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build a source distribution and from it a wheel, as `python -m build` does."""
    alone = ("--no-isolation", *options, "--outdir")
    return run(sys.executable, "-m", "build", *alone, out, source)


def pip(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run pip, which may ask no registry."""
    alone = ("--isolated", "--disable-pip-version-check")
    return run(sys.executable, "-m", "pip", *alone, *arguments)


def contents(wheel: Path) -> Distribution:
    """Return a wheel's metadata and list of files."""
    (found,) = distributions(path=[str(wheel)])
    return found


def needed(wheel: Path) -> set[str]:
    """Return the distributions that an ordinary installation of a wheel brings, without itself."""
    waiting = _asked(contents(wheel).requires or (), "")
    seen: set[tuple[str, str]] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        for extra in {"", *one.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            waiting += _asked(distribution(name).requires or (), extra)
    return {name for name, _ in seen}


def _asked(lines: Iterable[str], extra: str) -> list[Requirement]:
    found = map(Requirement, lines)
    return [one for one in found if one.marker is None or one.marker.evaluate({"extra": extra})]


def installed(wheel: Path, folder: Path) -> Path:
    """Install a wheel into a new environment and return the folder of its programs.

    What the wheel asks for, and nothing else, is linked to from here: no registry is asked.
    """
    venv.EnvBuilder(symlinks=True).create(folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name in needed(wheel):
        _link(distribution(name), packages)
    python = folder / "bin" / "python"
    done = pip("--python", python, "install", "--no-index", "--no-compile", wheel)
    assert done.returncode == 0, done.stdout
    return python.parent


def _link(found: Distribution, packages: Path) -> None:
    tops = {path.parts[0] for path in found.files or ()} - _ELSEWHERE
    for top in tops:
        link = packages / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))))
