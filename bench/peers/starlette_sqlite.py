"""The least there is: Starlette, one sqlite3 connection in the event loop, a commit a request."""

import json
import os
import sqlite3
import time

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

INSERT = """
INSERT INTO feedback (recommendation_id, diagnosis_id, rating, symptom_improvement,
                      comment, compliance_score, side_effects, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""


def connect() -> sqlite3.Connection:
    database = sqlite3.connect(os.environ["BENCH_DATABASE"])
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(f"PRAGMA synchronous={os.environ['BENCH_SYNCHRONOUS']}")
    database.execute(
        "CREATE TABLE feedback (id INTEGER PRIMARY KEY, recommendation_id INTEGER NOT NULL,"
        " diagnosis_id INTEGER NOT NULL, rating INTEGER NOT NULL,"
        " symptom_improvement INTEGER NOT NULL, comment TEXT, compliance_score INTEGER,"
        " side_effects TEXT NOT NULL, created_at REAL NOT NULL)"
    )
    return database


database = connect()


async def submit(request: Request) -> Response:
    body = await request.json()
    cursor = database.execute(
        INSERT,
        (
            body["recommendation_id"],
            body["diagnosis_id"],
            body["rating"],
            body["symptom_improvement"],
            body["comment"],
            body["compliance_score"],
            json.dumps(body["side_effects"], ensure_ascii=False),
            time.time(),
        ),
    )
    database.commit()
    answer = {"status": "success", "data": {"id": cursor.lastrowid, **body}}
    return JSONResponse(answer, status_code=201)


async def ready(_: Request) -> Response:
    return PlainTextResponse("ready")


app = Starlette(
    routes=[
        Route("/ready", ready),
        Route("/api/feedback/submit", submit, methods=["POST"]),
    ]
)
