"""The route of the list of remedies with their published evidence."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, public
from tajriba.evidence.views.remedy_list import remedy_outlines
from tajriba.evidence.views.schemas import RemedyOutline
from tajriba.kit.http.cursor_pagination import decode_cursor, encode_cursor
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Limit, Page, QueryId, page

router = APIRouter(prefix="/api/analytics", tags=["analytics"], route_class=GuardedRoute)


@router.get("/remedies", summary="List remedies with their published evidence")
@public()
async def list_published_remedies(
    request: Request,
    db: Db,
    herb_id: QueryId | None = None,
    condition_id: QueryId | None = None,
    limit: Limit = 50,
    cursor: str | None = None,
) -> Page[RemedyOutline]:
    """With one herb or for one condition where that is asked; by the lower end of the interval,
    those whose figures are withheld last."""
    key = decode_cursor(cursor, 1)
    start = max(0, key[0]) if key else 0
    found = await db.read(
        remedy_outlines, herb_id, condition_id, start, limit + 1, language(request)
    )
    more = encode_cursor(start + limit) if len(found) > limit else None
    return page(found[:limit], more)
