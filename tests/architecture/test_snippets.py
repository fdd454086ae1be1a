"""Every command and snippet of the documents is run here or in `test_readme`, or says why not."""

import ast
import asyncio
import re
import subprocess
import sys
from collections.abc import Coroutine, Iterator
from inspect import CO_COROUTINE
from pathlib import Path
from typing import Any

import pytest

from tajriba.cli.lazy_commands import SUMMARIES, load
from tajriba.settings import Settings
from tests.architecture.documents import ROOT, Block, blocks, documents, fenced, read, section
from tests.kit.apps import new_app
from tests.kit.clients.remote_client import Remote
from tests.kit.fakes.fake_clock import FakeClock
from tests.kit.servers.server_process import in_a_thread

RUN = {"bash", "console", "python", "sql"}
DATA = {"json", "toml", "text", "nginx", "ini", "{toctree}"}
"""What is read and not run; the JSON is parsed by `test_documents`."""

PATIENCE_SECONDS = 60
EDITOR = """#!/bin/sh
if grep -q '"headach"' "$1"; then sed -i 's/"headach"/"headache"/' "$1"
else sed -i '0,/"headache"/s//"headach"/' "$1"; fi
"""
"""Misspells a word, and corrects it when it is called again."""


def run_here(language: str) -> list[tuple[str, str]]:
    """Return the blocks of a language that are to be run, each with its document's path."""
    return [
        (str(path.relative_to(ROOT)), block.code)
        for path in documents()
        for block in fenced(path.read_text("utf-8"))
        if block.language == language and not block.not_run
    ]


def test_every_block_has_a_language() -> None:
    found = {block.language for block in all_blocks()}
    assert {"bash", "console", "python"} <= found <= RUN | DATA


def test_every_reason_is_a_clause() -> None:
    reasons = [block.not_run for block in all_blocks() if block.not_run]
    assert reasons
    assert [reason for reason in reasons if len(reason.split()) < 4] == []


def all_blocks() -> list[Block]:
    return [block for path in documents() for block in fenced(path.read_text("utf-8"))]


def test_bash_is_the_walk_that_is_run_as_a_whole() -> None:
    """`test_readme` runs it."""
    walk = blocks(section(read("README.md"), "Five minutes with the API"), "bash")
    assert [code for _, code in run_here("bash")] == walk
    assert run_here("sql") == []


@pytest.mark.parametrize(("document", "code"), run_here("console"))
def test_a_console_says_what_is_printed(
    document: str, code: str, settings: Settings, tmp_path: Path
) -> None:
    """In a folder with a database, as beside the project's sources."""
    database = tmp_path / "tajriba.db"
    assert settings.database_url == f"sqlite:///{database}"
    (tmp_path / "src").symlink_to(ROOT / "src")
    (tmp_path / "editor").write_text(EDITOR)
    (tmp_path / "editor").chmod(0o700)
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "EDITOR": str(tmp_path / "editor"),
        "TAJRIBA_DATABASE_URL": settings.database_url,
        "LANG": "C.UTF-8",
    }
    for command, expected in entered(code):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        if expected:
            assert re.fullmatch(pattern(expected), done.stdout), f"{command}:\n{done.stdout}"
        else:
            assert done.returncode == 0, f"{command}:\n{done.stdout}"


def entered(code: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console with what is printed below it."""
    for part in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def pattern(expected: str) -> str:
    """Return a regular expression in which `…` stands for any text of a line."""
    return re.escape(expected).replace("…", ".*")


@pytest.mark.parametrize(("document", "code"), run_here("python"))
def test_python_follows_a_diagnosis(
    document: str, code: str, settings: Settings, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It prints the snapshot, and what a later report changes."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with in_a_thread(new_app(settings, clock)) as address:
        maryam = Remote.registered(address, "maryam@example.org", "correct horse battery")
        diagnosis = maryam.diagnose()
        remedy = maryam.candidates(diagnosis)[0]
        maryam.plan(diagnosis, [remedy])
        here = re.sub(r"https?://[\w.:]+", address, code)
        here = re.sub(r"diagnosis_id=\d+", f"diagnosis_id={diagnosis}", here)
        here = re.sub(r"recommendation_id=\d+", f"recommendation_id={remedy}", here)
        here = re.sub(r"live\(\d+\)", f"live({diagnosis})", here)
        snapshot, change = asyncio.run(
            printed(here, lambda: maryam.submit(diagnosis, remedy, rating=5))
        )
        assert len(maryam.history()) == 2
        maryam.close()
    assert "'rank': 1" in snapshot
    assert "'sample_size': 2" in change


async def printed(code: str, report: Any) -> tuple[str, str]:
    """Run a snippet that never ends; return what it prints first, and then after a report."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    names = {"print": lambda *said: lines.put_nowait(" ".join(map(str, said)))}
    running = asyncio.ensure_future(coroutine(code, names))
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            first = await lines.get()
            await asyncio.to_thread(report)
            return first, await lines.get()
    finally:
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


def coroutine(code: str, names: dict[str, Any]) -> Coroutine[Any, Any, None]:
    """Return the run of a snippet that awaits outside of any function."""
    compiled = compile(code, "<snippet>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    assert compiled.co_flags & CO_COROUTINE
    running: Coroutine[Any, Any, None] = eval(compiled, names)
    return running


def in_text(start: str) -> set[tuple[str, str]]:
    """Return the commands in backticks that begin with a word, each with its document's name."""
    found = re.compile(rf"`{start}\s+([^`]+)`".replace(" ", r"\s+"))
    return {
        (path.name, command)
        for path in documents()
        for command in found.findall(path.read_text("utf-8"))
    }


def test_commands_in_the_text_exist() -> None:
    named = in_text("tajriba")
    assert ("README.md", "model rollback VERSION") in named
    assert [one for one in sorted(named) if not is_command(one[1].split())] == []


def is_command(words: list[str]) -> bool:
    """Return whether the words name a command of `tajriba`, and options that it has."""
    if words[0] not in SUMMARIES:
        return words[0].startswith("--")
    command = load(words[0])
    for word in words[1:]:
        command = getattr(command, "commands", {}).get(word, command)
    options = {name for parameter in command.params for name in parameter.opts}
    return all(word in options for word in words if word.startswith("--"))


def test_targets_in_the_text_exist() -> None:
    targets = set(re.findall(r"^([a-z0-9]+):", read("Makefile"), re.MULTILINE))
    named = in_text("make")
    assert ("CONTRIBUTING.md", "e2e") in named
    assert [one for one in sorted(named) if one[1].split()[0] not in targets] == []


def test_modules_in_the_text_exist() -> None:
    named = in_text("python -m")
    assert ("CONTRIBUTING.md", "tests.realtime.recording") in named
    ours = [one for one in sorted(named) if one[1].split(".")[0] in ("tajriba", "tests", "bench")]
    assert [one for one in ours if not is_module(one[1].split()[0])] == []


def is_module(name: str) -> bool:
    path = name.replace(".", "/")
    return any((ROOT / base / f"{path}.py").exists() for base in ("", "src"))
