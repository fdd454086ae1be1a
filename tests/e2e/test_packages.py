"""What is built from the tree: whole, and enough for who has nothing else of it."""

import re
import shutil
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx2 as httpx
import pytest

from tests.kit.clients.remote_client import Remote
from tests.kit.packaging.wheels import (
    CLIENT,
    PACKAGE,
    ROOT,
    build,
    contents,
    installed,
    needed,
    pip,
    run,
)
from tests.kit.servers.server_process import Home

FOREIGN: Final = re.compile(r"""(?:src|href|url)\s*[=(:]\s*["']?(?:https?:)?//(?!127\.0\.0\.1)""")
UNBUILT: Final = "The web client is not built: run `make setup`, then build again."
FOR_EVALUATION: Final = {"scikit-learn", "threadpoolctl", "joblib"}
OF_CLIENT_ALONE: Final = {"client/pyproject.toml", "client/README.md"}
REPORTING: Final = """
import asyncio, sys
from tajriba.client import Client, FeedbackUpdate, Report, Snapshot

async def report(address, diagnosis, remedy):
    async with Client(address, lang="en", trust_env=False) as client:
        await client.login("maryam.ahmadi@demo.example", "tajriba-demo")
        report = Report(
            diagnosis_id=diagnosis, recommendation_id=remedy, rating=4, symptom_improvement=4
        )
        async with asyncio.timeout(30), client.live(diagnosis) as live:
            async for item in live:
                if isinstance(item, Snapshot):
                    stored = await client.submit(report)
                if isinstance(item, FeedbackUpdate) and item.data["feedback_id"] == stored["id"]:
                    return print("heard")

asyncio.run(report(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both distributions of the server and of the client."""
    folder = tmp_path_factory.mktemp("dist")
    for source in (ROOT, CLIENT):
        done = build(source, folder)
        assert done.returncode == 0, done.stdout
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """The server's wheel, made from its source distribution."""
    (found,) = dist.glob("tajriba-*.whl")
    return found


@pytest.fixture(scope="module")
def client_wheel(dist: Path) -> Path:
    """The client's wheel, made from its source distribution."""
    (found,) = dist.glob("tajriba_client-*.whl")
    return found


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment in which the server's wheel alone was installed."""
    return installed(wheel, tmp_path_factory.mktemp("server"))


@pytest.fixture
def home(programs: Path, tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path, programs / "tajriba")
    try:
        yield home
    finally:
        home.close()


def files_of(package: Path) -> set[str]:
    """Return the files that a package has here."""
    found = (path for path in package.rglob("*") if path.is_file())
    return {str(path.relative_to(package)) for path in found if "__pycache__" not in path.parts}


def carried(wheel: Path, package: str) -> set[str]:
    """Return the files that a wheel has of a package."""
    found = (path for path in contents(wheel).files or () if path.is_relative_to(package))
    return {str(path.relative_to(package)) for path in found}


def test_the_wheel_carries_every_file_of_the_package(wheel: Path) -> None:
    found = carried(wheel, "tajriba")
    assert found == files_of(PACKAGE) - OF_CLIENT_ALONE
    assert {"pages/built/index.html", "migrations/env.py"} <= found
    assert any(path.startswith("knowledge/data/herbs/") for path in found)


def test_so_does_one_that_pip_makes(tmp_path: Path, wheel: Path) -> None:
    made = pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", tmp_path, ROOT)
    assert made.returncode == 0, made.stdout
    (found,) = tmp_path.iterdir()
    assert carried(found, "tajriba") == carried(wheel, "tajriba")


def test_the_source_distribution_carries_it_too(dist: Path) -> None:
    (path,) = dist.glob("tajriba-*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"src/tajriba/{one}" for one in files_of(PACKAGE)} <= names
    assert {"pyproject.toml", "hatch_build.py", "LICENSE"} <= names


@pytest.mark.parametrize("options", [(), ("--wheel",), ("--sdist",)])
def test_nothing_is_built_without_the_web_client(unbuilt: Path, options: tuple[str, ...]) -> None:
    out = unbuilt / "dist"
    done = build(unbuilt, out, *options)
    assert done.returncode != 0
    assert UNBUILT in done.stdout.splitlines()
    assert "Traceback" not in done.stdout
    assert not list(out.glob("*"))


def test_an_editable_installation_may_come_before_it(unbuilt: Path) -> None:
    asked = "from hatchling.build import build_editable; print(build_editable('.'))"
    done = run(sys.executable, "-c", asked, cwd=unbuilt)
    assert done.returncode == 0, done.stdout
    assert (unbuilt / done.stdout.strip()).is_file()


@pytest.fixture
def unbuilt(tmp_path: Path) -> Path:
    """The tree of someone who has not built the web client."""
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    leaving = shutil.ignore_patterns("built", "__pycache__")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=leaving)
    return tmp_path


def test_an_ordinary_installation_is_whole_and_brings_nothing_for_evaluation(
    wheel: Path, programs: Path
) -> None:
    checked = pip("--python", programs / "python", "check")
    assert checked.returncode == 0, checked.stdout
    assert needed(wheel).isdisjoint(FOR_EVALUATION)


@pytest.mark.long
@pytest.mark.timeout(300)  # it may be the first, for which all is built and installed
def test_the_server_alone_serves_and_the_client_alone_reports(
    home: Home, client_wheel: Path, tmp_path: Path
) -> None:
    python = installed(client_wheel, tmp_path / "client") / "python"
    server = home.serve("--demo")
    for path in ("/", "/herbs/1", "/docs"):
        answer = httpx.get(f"{server.address}{path}", trust_env=False)
        assert answer.status_code == 200, path
        assert "text/html" in answer.headers["content-type"]
        assert not FOREIGN.findall(answer.text), path

    patient = Remote(server.address, "maryam.ahmadi@demo.example", "tajriba-demo")
    diagnosis = patient.get("/api/diagnoses")[0]["id"]
    remedy = patient.live(diagnosis)["evidence"][0]["recommendation_id"]
    patient.close()
    heard = run(python, "-c", REPORTING, server.address, str(diagnosis), str(remedy), cwd=tmp_path)
    assert heard.stdout == "heard\n"
    assert server.terminate() == 0
    assert not server.troubles()

    learned = home.run("model", "retrain")
    assert learned.returncode == 0, learned.stderr
    verified = home.run("verify")
    assert verified.returncode == 0, verified.stdout


def test_evaluating_says_which_extra_it_needs(home: Home) -> None:
    (home.folder / "past.csv").write_text("condition,remedy\n", "utf-8")
    refused = home.run("evaluate", "past.csv")
    assert refused.returncode == 1
    assert refused.stderr == "Evaluating needs scikit-learn: pip install 'tajriba[evaluation]'.\n"


def test_the_client_is_small_and_of_the_servers_version(wheel: Path, client_wheel: Path) -> None:
    assert contents(client_wheel).version == contents(wheel).version
    assert carried(client_wheel, "tajriba") == {
        f"client/{one}" for one in files_of(CLIENT) - {"pyproject.toml", "README.md"}
    }
    brought = needed(client_wheel)
    assert {"httpx2", "orjson", "websockets"} <= brought
    assert brought.isdisjoint({"fastapi", "numpy", "pydantic", "sqlalchemy", "uvicorn"})


def test_the_server_imports_no_more_for_its_client(programs: Path) -> None:
    """Whoever has both has the light client too."""
    asked = "import sys, tajriba.client; print(*{name.split('.')[0] for name in sys.modules})"
    done = run(programs / "python", "-c", asked)
    assert done.returncode == 0, done.stdout
    loaded = set(done.stdout.split())
    assert loaded.isdisjoint({"fastapi", "numpy", "pydantic", "sqlalchemy", "starlette"})
