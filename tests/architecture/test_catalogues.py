"""The catalogues say the same things in every language, and all that the code asks for."""

import ast
import re
from collections.abc import Iterable, Iterator
from string import Formatter
from typing import get_args

import pytest

from tajriba.diagnoses.safety.check_inputs import Question
from tajriba.kit.i18n import DEFAULT_LANG, LANGS, Lang, catalogue, translate
from tajriba.loop.prediction.refresh import Reason
from tests.architecture.documents import sources

OTHERS = [lang for lang in LANGS if lang != DEFAULT_LANG]
FIELD_MAKERS = ("bad_field", "FieldProblem", "RecordError")


@pytest.mark.parametrize("lang", OTHERS)
def test_keys_and_parameters_are_the_same(lang: Lang) -> None:
    ours, theirs = catalogue(DEFAULT_LANG), catalogue(lang)
    assert ours.keys() == theirs.keys()
    assert [key for key in ours if _params(ours[key]) != _params(theirs[key])] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_message_is_empty(lang: Lang) -> None:
    assert [key for key, text in catalogue(lang).items() if not text.strip()] == []


def test_persian_is_persian() -> None:
    latin = [key for key, text in catalogue("fa").items() if not re.search("[؀-ۿ]", text)]
    assert latin == []


def test_keys_that_the_code_names_exist() -> None:
    known = catalogue(DEFAULT_LANG)
    named = set(_constants(_second_arguments("translate")))
    assert named
    assert sorted(key for key in named if key not in known) == []


def test_sections_that_the_code_builds_keys_in_exist() -> None:
    sections = {key.partition(".")[0] for key in catalogue(DEFAULT_LANG)}
    assert sorted(set(_built_sections()) - sections) == []


def test_field_codes_that_the_code_names_exist() -> None:
    codes = set(_constants(_second_arguments(*FIELD_MAKERS)))
    assert codes
    assert sorted(code for code in codes if f"field.{code}" not in catalogue(DEFAULT_LANG)) == []


def test_closed_sets_are_worded() -> None:
    wanted = {f"reason.{one}" for one in get_args(Reason)}
    wanted |= {f"question.{one}" for one in get_args(Question)}
    assert wanted <= catalogue(DEFAULT_LANG).keys()


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert "۳۰" in translate("fa", "error.rate_limited", retry_after=30)
    assert "30" in translate("en", "error.rate_limited", retry_after=30)


def _params(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _second_arguments(*functions: str) -> Iterator[ast.expr]:
    """Yield the second argument of every call of the functions."""
    for _, text in sources():
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[_, second, *_]) if name in functions:
                    yield second


def _constants(found: Iterable[ast.expr]) -> Iterator[str]:
    return (str(one.value) for one in found if isinstance(one, ast.Constant))


def _built_sections() -> Iterator[str]:
    for key in _second_arguments("translate"):
        if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
            yield str(key.values[0].value).partition(".")[0]
