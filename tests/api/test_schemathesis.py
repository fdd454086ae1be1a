"""Whatever a client sends, by the document or against it: no failure, and an answer by the
document, in status, media type and shape.

A run sends 10,000 requests, on a database server fewer, since little differs there;
SCHEMATHESIS_CASES says another number, and so draws others.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.kit.permissions.permission_matrix import MATRIX
from tests.kit.permissions.permission_requests import (
    Ids,
    Prepared,
    Visit,
    Who,
    operations,
    visit,
)

CASES = {"sqlite": 10_000, "postgres": 1500}
WHO: tuple[Who, ...] = ("owner", "caring", "admin", "nobody")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
Schema = Any
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


@pytest.fixture
def here(prepared: Prepared) -> Iterator[Visit]:
    with visit(prepared) as opened:
        yield opened


@pytest.fixture(scope="module")
def schema(prepared: Prepared) -> Schema:
    return schemathesis.openapi.from_dict(prepared.app.openapi())


@pytest.fixture(scope="module")
def examples(request: pytest.FixtureRequest, prepared: Prepared) -> int:
    """How many requests each route gets: few of those without input are different."""
    cases = int(os.environ.get("SCHEMATHESIS_CASES", CASES[request.config.getoption("store")]))
    routes = operations(prepared.app).values()
    with_input = [one for one in routes if one.keys() & {"parameters", "requestBody"}]
    return -(-cases // len(with_input))


@pytest.mark.parametrize("operation", MATRIX)
def test_answers_are_as_documented(
    operation: str, schema: Schema, examples: int, here: Visit
) -> None:
    method, path = operation.split(" ")
    described = schema[path][method]
    cases = st.one_of(*(described.as_strategy(generation_mode=mode) for mode in MODES))

    @seed(examples)
    @settings(
        max_examples=examples,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, who=st.sampled_from(WHO), real=st.booleans())
    def send(case: Any, who: Who, real: bool) -> None:
        if real:
            place_real_ids(case, here.ids_of(operation))
        case.validate_response(ask(here, who, case), checks=CHECKS)

    send()


def place_real_ids(case: Any, ids: Ids) -> None:
    """Let a request be of what is there: drawn ids hardly ever are."""
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            part.update({name: ids[name] for name in part if name in ids})


def ask(here: Visit, who: Who, case: Any) -> Any:
    """Send a drawn request as somebody."""
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
    sent.pop("cookies", None)  # the refresh cookie is drawn by nobody: who sends it is signed in
    if "data" in sent:
        sent["content"] = sent.pop("data")
    headers = dict(sent.pop("headers")) | here.prepared.headers[who]
    return here.client.request(headers=headers, **sent)
