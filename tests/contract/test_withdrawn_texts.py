"""Step 0028: reports that were withdrawn before lose their text as those withdrawn now do."""

import json
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, text

from tajriba.migrate import config_for, migrate
from tests.contract.test_migrations import look, rows_of, run

_REPORT = (
    "INSERT INTO feedback (id, patient_id, diagnosis_id, recommendation_id, cohort, day, rating,"
    " symptom_improvement, got_worse, side_effects, comment, success, effects, dated, observed_at,"
    " created_at, updated_at, withdrawn_at) VALUES (:id, 1, 4, 7, 0, 10, 2, 1, false, :said,"
    " :comment, false, :effects, true, 0, 0, 0, :withdrawn_at)"
)
_EFFECT = "INSERT INTO side_effect (id, key, name, code) VALUES (:id, :name, :name, :code)"
_EVENT = (
    "INSERT INTO event (topic, type, created_at, data)"
    " VALUES ('diagnosis:4', 'feedback_update', 0, :data)"
)
_AUDIT = (
    "INSERT INTO audit (at, actor_id, action, subject, subject_id, before, salt, digest, seal)"
    " VALUES (0, 1, 'feedback.withdraw', 'feedback', :id, '{}', 's', 'd', 'e')"
)
BOTH = '[["zgone", "mild"], ["zstays", null]]'


def told(remedy: int, *names: str) -> str:
    data = {"recommendation_id": remedy, "side_effects": [{"name": {"fa": one}} for one in names]}
    return json.dumps(data)


def kept_with_text(connection: Connection) -> list[Any]:
    """Bring a database to before the step, and fill it."""
    command.upgrade(config_for(connection), "0026")

    def put(statement: str, **values: Any) -> None:
        connection.execute(text(statement), values)

    for id_, name, code in ((1, "zgone", None), (2, "zstays", None), (3, "code:rash", "rash")):
        put(_EFFECT, id=id_, name=name, code=code)
    put(_REPORT, id=1, said=BOTH, comment="zgone", effects="[1,2,3]", withdrawn_at=5)
    put(_REPORT, id=2, said='[["zstays", null]]', comment="z", effects="[2]", withdrawn_at=None)
    put(_REPORT, id=3, said="[]", comment=None, effects="[]", withdrawn_at=5)
    for data in (told(7, "zgone", "zstays"), told(8, "zelse"), told(7, "zstays")):
        put(_EVENT, data=data)
    for id_ in (1, 2):
        put(_AUDIT, id=id_)
    return []


@pytest.mark.embedded
def test_what_was_withdrawn_before_loses_its_text(new_url: str) -> None:
    run(new_url, kept_with_text)
    migrate(new_url)
    reports, effects, events, trail = look(
        new_url,
        rows_of(
            "SELECT side_effects, comment, effects, rating FROM feedback ORDER BY id",
            "SELECT key, name FROM side_effect ORDER BY id",
            "SELECT data FROM event ORDER BY id",
            "SELECT before, salt, seal FROM audit ORDER BY id",
        ),
    )
    assert [json.loads(one[0]) for one in reports] == [
        [["", "mild"]],
        [["zstays", None]],
        [],
    ]
    assert [tuple(one[1:]) for one in reports] == [
        (None, "[]", 2),
        ("z", "[2]", 2),
        (None, "[]", 2),
    ]
    assert effects == [("erased:1", ""), ("zstays", "zstays"), ("code:rash", "code:rash")]
    assert [json.loads(one) for (one,) in events] == [
        json.loads(data) for data in (told(7, "zstays"), told(8, "zelse"), told(7, "zstays"))
    ]
    assert trail == [(None, None, "e"), ("{}", "s", "e")]
