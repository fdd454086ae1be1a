"""A model as text: it comes back as it was, or not at all."""

import hashlib
import json
import math
from dataclasses import asdict, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajriba.predictions.model.learned.learned_model import DEFAULT_LEARNED, Learned
from tajriba.predictions.registry.model_artifact import SCHEMA, BadArtifact, dump, parse

NAMES = [field.name for field in fields(Learned)]


def sealed(**changes: Any) -> str:
    """A document with a checksum that fits, whatever is in it."""
    document: dict[str, Any] = {"schema": SCHEMA, "parameters": asdict(DEFAULT_LEARNED)} | changes
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return json.dumps(document | {"sha256": hashlib.sha256(text.encode()).hexdigest()})


def with_parameters(**changes: Any) -> str:
    parameters = asdict(DEFAULT_LEARNED) | changes
    return sealed(parameters={name: one for name, one in parameters.items() if one is not None})


@given(st.floats(0.01, 1000), st.one_of(st.just(math.inf), st.floats(1, 10_000)))
def test_a_model_comes_back_as_it_was(herb: float, half_life: float) -> None:
    made = replace(DEFAULT_LEARNED, herb=herb, half_life=half_life)
    assert parse(dump(made)) == made
    assert dump(parse(dump(made))) == dump(made)


def test_it_is_plain_json() -> None:
    document = json.loads(dump(DEFAULT_LEARNED))
    assert set(document) == {"schema", "parameters", "sha256"}
    assert set(document["parameters"]) == set(NAMES)


def test_the_helper_makes_what_is_accepted() -> None:
    assert parse(sealed()) == DEFAULT_LEARNED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("\x80\x04K\x01.", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not an object"),
        ("{}", "schema None"),
        (sealed(schema=SCHEMA + 1), "schema 3"),
        (sealed(parameters=[]), "no parameters"),
        (dump(DEFAULT_LEARNED).replace('"herb":12.0', '"herb":13.0'), "checksum"),
        (dump(DEFAULT_LEARNED).replace('"herb":12.0', '"herb":NaN'), "not canonical"),
        (dump(DEFAULT_LEARNED)[:-1], "not JSON"),
        (with_parameters(herb=None), "missing: herb"),
        (with_parameters(hreb=1.0), "unknown: hreb"),
        (with_parameters(herb=0.0), "herb is outside"),
        (with_parameters(correlation=1.5), "correlation is outside"),
        (with_parameters(herb="inf"), "herb is outside"),
        (with_parameters(herb=True), "herb is no number"),
        (with_parameters(herb="12"), "herb is no number"),
        (with_parameters(half_life=10**400), "half_life is outside"),
    ],
)
def test_any_other_text_is_refused_and_says_why(text: str, why: str) -> None:
    with pytest.raises(BadArtifact, match=why):
        parse(text)


@pytest.mark.parametrize("name", NAMES)
def test_no_parameter_may_be_out_of_its_range(name: str) -> None:
    with pytest.raises(BadArtifact, match=f"{name} is outside"):
        parse(with_parameters(**{name: -1000.0}))
