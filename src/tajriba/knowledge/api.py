"""The routes of knowledge: lists are public, practitioners write remedies.

One herb, condition or remedy is read with its evidence: those routes stand in `evidence`.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AfterValidator

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow, public
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, QueryId, Success, ok, page, storable
from tajriba.kit.i18n import Lang
from tajriba.knowledge.remedies.remedy_creation import Remedy, create_recommendation
from tajriba.knowledge.schemas import (
    ConditionSummary,
    HerbSummary,
    RecommendationBody,
    RecommendationView,
)
from tajriba.knowledge.search import (
    START,
    Found,
    Slice,
    T,
    list_recommendations,
    search_conditions,
    search_herbs,
)
from tajriba.knowledge.views import recommendation_view

router = APIRouter(prefix="/api", tags=["knowledge"], route_class=GuardedRoute)


def _slice(
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
    cursor: Annotated[
        str | None, Query(max_length=200, description="The `next` of the last page.")
    ] = None,
) -> Slice:
    key = decode_cursor(cursor, 1)
    return Slice(key[0] if key else START, limit)


def _language(request: Request) -> Lang:
    return language(request)


Part = Annotated[Slice, Depends(_slice)]
Reader = Annotated[Lang, Depends(_language)]
Search = Annotated[
    str,
    Query(max_length=200, description="Part of a name, in any spelling."),
    AfterValidator(storable),
]


def _page(found: Found[T]) -> Page[T]:
    return page(found.items, None if found.last is None else encode_cursor(found.last))


@router.get("/herbs", summary="Find herbs")
@public()
async def list_herbs(part: Part, lang: Reader, db: Db, q: Search = "") -> Page[HerbSummary]:
    """Answer herbs one of whose Persian, English or Latin names holds `q`, the very name first."""
    return _page(await db.read(search_herbs, q, part, lang))


@router.get("/conditions", summary="Find conditions")
@public()
async def list_conditions(
    part: Part, lang: Reader, db: Db, q: Search = ""
) -> Page[ConditionSummary]:
    """Answer conditions one of whose names holds `q`, the very name first."""
    return _page(await db.read(search_conditions, q, part, lang))


@router.get("/recommendations", summary="List remedies")
@public()
async def list_remedies(
    part: Part,
    lang: Reader,
    db: Db,
    herb_id: QueryId | None = None,
    condition_id: QueryId | None = None,
) -> Page[RecommendationView]:
    """Answer remedies, with one herb or for one condition where that is asked."""
    return _page(await db.read(list_recommendations, herb_id, condition_id, part, lang))


@router.post("/recommendations", status_code=201, summary="Write a remedy")
@allow("practitioner")
async def create_remedy(
    body: RecommendationBody, principal: Signed, lang: Reader, db: Db
) -> Success[RecommendationView]:
    """Store a remedy of one's own; a day's dose above the herb's known maximum is refused."""
    remedy = Remedy(**body.model_dump())
    recommendation_id = await db.write(create_recommendation, principal.user_id, remedy)
    return ok(await db.read(recommendation_view, recommendation_id, lang))
