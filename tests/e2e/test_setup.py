"""`make setup` by the Makefile's own lines, on a few tiny packages, without network."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.architecture.documents import ROOT
from tests.kit.packaging.tiny_packages import Package, locked

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """
from pathlib import Path
from tests.kit.packaging.tiny_packages import Package

def build_editable(folder, config_settings=None, metadata_directory=None):
    return Package("tiny", "1.0", ("asks",)).build(Path(folder)).name
"""
ASKING = Package("asks", "1.0", ("asked[more]>=1.0",))
ASKED = Package("asked", "1.0", extra="more")
NEWER = Package("asked", "2.0", extra="more")
READY = ".venv/.ready"


class Setup:
    """A folder with a project of its own, and another with what can be had."""

    def __init__(self, folder: Path) -> None:
        self.wheels, self.project = folder / "wheels", folder / "project"
        self.wheels.mkdir()
        (self.project / "client").mkdir(parents=True)
        (self.project / "pyproject.toml").write_text(PROJECT, "utf-8")
        (self.project / "backend.py").write_text(BACKEND, "utf-8")

    def lock(self, *packages: Package) -> None:
        """Lock these releases."""
        lines = [locked(package.build(self.wheels)) for package in packages]
        (self.project / "lock.txt").write_text("".join(lines), "utf-8")

    def make(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Make what there is with the project's Makefile, offline and with nothing at HOME."""
        return subprocess.run(
            ["make", "--silent", "-f", ROOT / "Makefile", "REQUIREMENTS=lock.txt", *words],
            cwd=self.project,
            env={
                "PATH": os.environ["PATH"],
                "HOME": "/nowhere",
                "PYTHONPATH": str(ROOT),
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(self.wheels),
            },
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )

    def installed(self) -> set[str]:
        """Return the names and versions of what lies in .venv, but for pip's own."""
        found = self.project.glob(".venv/lib/python*/site-packages/*.dist-info")
        names = {path.name.removesuffix(".dist-info") for path in found}
        return {name for name in names if not name.startswith(("pip-", "setuptools-"))}


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path)


def told(made: subprocess.CompletedProcess[str]) -> str:
    """Return what was said of a failure."""
    assert made.returncode != 0, made.stdout
    return made.stderr


@pytest.mark.long
@pytest.mark.timeout(300)
def test_only_what_is_locked_is_installed(setup: Setup) -> None:
    setup.lock(ASKING, ASKED)
    NEWER.build(setup.wheels)
    made = setup.make(READY, f"PYTHON={sys.executable}")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines() == ["Making .venv ...", "Installing Python packages ..."]
    assert setup.installed() == {"asks-1.0", "asked-1.0", "tiny-1.0"}
    assert setup.make(READY).stdout == ""
    # What the lock lacks is missed, though a release of it could be had.
    setup.lock(replace(ASKING, version="1.1", requires=("lacked>=1",)), ASKED)
    Package("lacked", "1.0").build(setup.wheels)
    said = told(setup.make(READY))
    assert "asks 1.1 requires lacked, which is not installed" in said
    assert "remove it and run make again" in said
    # What cannot be had is named.
    setup.lock(ASKING, replace(ASKED, version="1.2"))
    (setup.wheels / "asked-1.2-py3-none-any.whl").unlink()
    said = told(setup.make(READY))
    assert "asked==1.2" in said
    assert "look at the connection" in said


def test_without_a_fitting_python_it_says_what_to_do(setup: Setup) -> None:
    old = setup.project / "old"
    old.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    old.chmod(0o755)
    setup.lock()
    said = told(setup.make(READY, f"PYTHON={old} absent-python"))
    assert said.startswith("No Python from 3.11 to 3.14 with venv")
    assert not (setup.project / ".venv").exists()


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-build.txt",
        "bench/requirements.txt",
    ],
)
def test_a_lock_pins_hashes_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    pinned = re.findall(r"^[a-z][\w.-]*(?:==\S+)(?: ; [^\\]+)? \\\n    --hash=sha256:", text, re.M)
    assert len(pinned) == len(re.findall(r"^\w", text, re.M)) > 5
    assert "://" not in text
    assert re.search(r"^\s*-(?!-hash)", text, re.M) is None


@pytest.mark.parametrize("folder", ["client", "bench/peers"])
def test_a_lock_of_node_names_no_address_of_a_package(folder: str) -> None:
    text = (ROOT / folder / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text
