"""What the README prints works as printed: its walk is executed against a real server."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tajriba.cli.lazy_commands import SUMMARIES, load
from tajriba.settings import Settings
from tests.architecture.documents import blocks, read, section
from tests.kit.apps import new_app
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.server_process import Home, Server, in_a_thread

MINUTE_MS = 60_000
PRINTED = "http://127.0.0.1:8000"
MESSAGE = re.compile(r"^[0-9]+ ([a-z]+_?[a-z]*) {'", re.MULTILINE)
WALK = section(read("README.md"), "Five minutes with the API")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that looks to the walk like the project's."""
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / ".venv").symlink_to(sys.prefix)
    return tmp_path / "project"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    home = Home(tmp_path)
    try:
        yield home.serve("--demo")
    finally:
        home.close()


def test_the_walk_works_as_printed_and_again(server: Server, project: Path) -> None:
    first = walk(server.address, project)
    assert '"data":{"mailed":false,"user_id"' in first[0]
    again = walk(server.address, project)
    assert '"code":"email_taken"' in again[0]
    assert server.troubles() == []


def test_the_walk_works_with_a_minute_between_its_commands(
    settings: Settings, project: Path
) -> None:
    """Each command of the script lets a minute pass at the server, those of its helpers apart."""
    pace = project.parent / "pace"
    pace.touch()
    start = FakeClock()()
    app = new_app(settings, lambda: start + pace.stat().st_size * MINUTE_MS)
    with in_a_thread(app) as address:
        walk(address, project, f"trap 'printf . >> {pace}' DEBUG")
    assert pace.stat().st_size * MINUTE_MS > settings.access_token_minutes * MINUTE_MS


def walk(address: str, project: Path, before: str = "") -> list[str]:
    """Do what is printed at a server, and return what it said, which is what the text tells."""
    script = "\n".join([before, *blocks(WALK, "bash")]).replace(PRINTED, address)
    walked = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=project,
        env={**os.environ, "no_proxy": "127.0.0.1", "TMPDIR": str(project.parent)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert walked.stderr == ""
    assert [path.name for path in project.iterdir()] == [".venv"], "it left something"
    said = walked.stdout.splitlines()
    heard = MESSAGE.findall(walked.stdout)
    assert heard[0] == "connect"
    assert heard.count("feedback_update") == 5
    assert {"effectiveness_update", "recommendation_update"} <= set(heard)
    assert sum('"symptom_improvement":4' in line and '"data":{"id"' in line for line in said) == 5
    assert any('"optimization_level":"conservative"' in line for line in said)
    public = json.loads(said[-2])["data"]
    assert public.get("suppressed") or public["patients"] >= 5, public
    assert '"code":"not_signed_in"' in said[-1]
    return said


def test_every_command_is_named() -> None:
    named = section(read("README.md"), "Commands")
    commands = [one for name in SUMMARIES for one in _commands(load(name), f"tajriba {name}")]
    assert "tajriba user create" in commands
    assert [one for one in commands if f"| `{one}" not in named] == []


def _commands(command: Any, name: str) -> Iterator[str]:
    if not hasattr(command, "commands"):
        yield name
        return
    for part, one in command.commands.items():
        yield from _commands(one, f"{name} {part}")


def test_the_two_commands_stand_in_the_makefile() -> None:
    makefile = read("Makefile")
    for target in ("run", "test"):
        assert f"make {target}" in section(read("README.md"), "Start")
        assert f"\n{target}: $(READY)" in makefile
