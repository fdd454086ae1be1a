"""Where settings come from."""

from pathlib import Path

import pytest

from tajriba.cli.startup import read_settings
from tajriba.settings import DEVELOPMENT_KEY, Settings


def settings() -> Settings:
    found, problems = read_settings()
    assert problems == []
    assert found is not None
    return found


def key() -> str:
    return settings().secret_key.get_secret_value()


def test_secrets_come_from_a_store_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It puts a file for each into a folder, as systemd does; the environment comes first."""
    monkeypatch.delenv("TAJRIBA_SECRET_KEY", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    (tmp_path / "tajriba_secret_key").write_text("zmark" * 8 + "\n")
    (tmp_path / "tajriba_database_url").write_text("postgresql:///clinic")
    assert key() == DEVELOPMENT_KEY
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert key() == "zmark" * 8
    assert settings().database_url == "postgresql:///clinic"
    monkeypatch.setenv("TAJRIBA_SECRET_KEY", "another" * 8)
    assert key() == "another" * 8


def test_a_secret_that_is_wrong_is_named_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TAJRIBA_SECRET_KEY", raising=False)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "tajriba_secret_key").write_text("zmark")
    found, problems = read_settings()
    assert found is None
    assert [problem.partition(":")[0] for problem in problems] == ["TAJRIBA_SECRET_KEY"]
    assert "zmark" not in str(problems)
