"""The plain way: FastAPI, an AsyncSession per request, one select, one insert, one commit.

Everything is at its default except WAL and the synchronous mode, which all sides share.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import JSON, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

engine = create_async_engine(
    f"sqlite+aiosqlite:///{os.environ['BENCH_DATABASE']}",
    connect_args={"timeout": 30},  # on a busy machine a writer waits for longer than 5 s
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def set_synchronous(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA synchronous={os.environ['BENCH_SYNCHRONOUS']}")
    cursor.close()


class Base(DeclarativeBase):
    pass


class Recommendation(Base):
    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(primary_key=True)
    herb_name: Mapped[str]


class Feedback(Base):
    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    recommendation_id: Mapped[int]
    diagnosis_id: Mapped[int]
    rating: Mapped[int]
    symptom_improvement: Mapped[int]
    comment: Mapped[str | None]
    compliance_score: Mapped[int | None]
    side_effects: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    created_at: Mapped[datetime]


class SideEffect(BaseModel):
    name: str
    severity: str


class FeedbackIn(BaseModel):
    recommendation_id: int
    diagnosis_id: int
    rating: int = Field(ge=1, le=5)
    symptom_improvement: int = Field(ge=1, le=5)
    comment: str | None = Field(default=None, max_length=500)
    compliance_score: int | None = Field(default=None, ge=1, le=5)
    side_effects: list[SideEffect] = []


class FeedbackOut(FeedbackIn):
    model_config = ConfigDict(from_attributes=True)

    id: int
    created_at: datetime


class Success(BaseModel):
    status: str = "success"
    data: FeedbackOut


async def open_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        session.add_all(Recommendation(id=key, herb_name="بابونه") for key in range(1, 101))
        await session.commit()
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


@app.get("/ready")
async def ready() -> str:
    return "ready"


@app.post("/api/feedback/submit", status_code=201)
async def submit(
    body: FeedbackIn, session: Annotated[AsyncSession, Depends(open_session)]
) -> Success:
    if await session.get(Recommendation, body.recommendation_id) is None:
        raise HTTPException(404)
    feedback = Feedback(**body.model_dump(), created_at=datetime.now(UTC))
    session.add(feedback)
    await session.commit()
    return Success(data=FeedbackOut.model_validate(feedback))
