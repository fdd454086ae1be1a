"""The files of the built client."""

import gzip
from pathlib import Path

import pytest

from tajriba.pages.static_files import StaticFiles, codings_of
from tests.kit.fakes.built_client import BROTLI, SCRIPT, built_client


@pytest.mark.parametrize(
    ("header", "body", "coding"),
    [
        ("br, gzip", BROTLI, "br"),
        ("gzip;q=1.0, br;q=0", None, "gzip"),
        ("GZIP", None, "gzip"),
        ("identity", SCRIPT.encode(), None),
        (None, SCRIPT.encode(), None),
    ],
)
def test_a_reader_gets_the_smallest_that_it_takes(
    tmp_path: Path, header: str | None, body: bytes | None, coding: str | None
) -> None:
    found = built_client(tmp_path).find("/assets/a.js")
    assert found
    sent, said = found.encoded(header)
    assert said == coding
    assert sent == body or gzip.decompress(sent) == SCRIPT.encode()


def test_what_is_compressed_already_is_left_alone(tmp_path: Path) -> None:
    font = built_client(tmp_path).find("/assets/font.woff2")
    assert font
    assert font.encoded("gzip, br")[1] is None


def test_a_small_file_is_not_made_larger(tmp_path: Path) -> None:
    script = built_client(tmp_path).find("/sw.js")
    assert script
    assert script.encoded("gzip")[1] is None


@pytest.mark.parametrize(
    "path",
    ["/notes.md", "/assets/a.js.br", "/assets", "/", "", "index.html", "/../secret.txt",
     "/assets/../../secret.txt", "//index.html", "/assets/%2e%2e/index.html"],
)  # fmt: skip
def test_only_known_files_are_there(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("nobody's business", "utf-8")
    assert built_client(tmp_path / "built").find(path) is None


def test_another_build_is_taken_up(tmp_path: Path) -> None:
    static_files = built_client(tmp_path)
    before = static_files.find("/assets/b.js")
    (tmp_path / "assets" / "b.js").write_text("1", "utf-8")
    assert before is None
    assert static_files.find("/assets/b.js")


def test_there_is_no_shell_before_the_client_was_built(tmp_path: Path) -> None:
    assert StaticFiles(tmp_path).shell is None


def test_encodings_that_are_refused_are_left_out() -> None:
    assert codings_of("br;q=0, gzip; q=0.000, deflate;q=0.5") == {"deflate"}
