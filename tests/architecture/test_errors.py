"""Every failure is unique, documented and worded in every language."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest

import tajriba
from tajriba.kit.errors import AppError, Kind
from tajriba.kit.http.problem_details import STATUS
from tajriba.kit.i18n import LANGS, catalogue
from tajriba.realtime.protocol.client_messages import CLOSING_OF
from tests.architecture.documents import read

_ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| (\d+|–) \|", re.MULTILINE)


def _errors(base: type[AppError]) -> Iterator[type[AppError]]:
    for error in base.__subclasses__():
        yield error
        yield from _errors(error)


def _import_all() -> None:
    for module in pkgutil.walk_packages(tajriba.__path__, "tajriba."):
        if not module.name.startswith("tajriba.migrations."):
            importlib.import_module(module.name)


_import_all()
ERRORS = sorted(_errors(AppError), key=lambda error: error.code)


def test_codes_are_unique() -> None:
    counted = Counter(error.code for error in ERRORS)
    assert [code for code, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: str(error.code))
def test_an_error_is_documented_and_worded(error: type[AppError]) -> None:
    rows = {code: (kind, status) for code, kind, status in _ROW.findall(read("docs/errors.md"))}
    on_a_socket = error.__module__ == "tajriba.realtime.protocol.errors"
    status = "–" if on_a_socket else str(STATUS[error.kind])
    assert rows[error.code] == (error.kind, status)
    assert error.__doc__
    for lang in LANGS:
        assert f"error.{error.code}" in catalogue(lang)


def test_no_other_error_is_documented() -> None:
    documented = {code for code, _, _ in _ROW.findall(read("docs/errors.md"))}
    assert documented == {error.code for error in ERRORS}


def test_each_edge_knows_the_kinds() -> None:
    kinds = set(get_args(Kind))
    assert STATUS.keys() == kinds
    assert kinds >= CLOSING_OF.keys()
    for lang in LANGS:
        assert {f"kind.{kind}" for kind in kinds} <= catalogue(lang).keys()
