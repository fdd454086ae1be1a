"""The routes of words that people type: what to suggest, and what is understood of a text."""

import asyncio
import gzip
from functools import lru_cache

from fastapi import APIRouter, Request, Response

from tajriba.accounts.authorization import GuardedRoute, Signed, allow, public
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, Success, ok, page
from tajriba.kit.i18n import Lang
from tajriba.knowledge.vocabulary import terms
from tajriba.knowledge.vocabulary.schemas import (
    ReadingView,
    SuggestedKind,
    Suggestions,
    Texts,
)
from tajriba.knowledge.vocabulary.views import reading_view, suggestions

router = APIRouter(prefix="/api/knowledge", tags=["knowledge"], route_class=GuardedRoute)


@router.get(
    "/suggestions",
    summary="Suggest while people type",
    response_model=Success[Suggestions],
    responses={304: {"description": "It is what the `ETag` names."}},
)
@public()
async def list_suggestions(request: Request, kind: SuggestedKind = "medicine") -> Response:
    """Answer everything of a kind that has a name, whole, to be kept and searched offline.

    Compressed where the reader takes gzip; `ETag` names its version.
    """
    version = terms.in_force().version
    headers = {
        "ETag": f'"{version}-{kind}"',
        "Cache-Control": "public, max-age=3600",
        "Vary": "Accept-Encoding",
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    plain, packed = await asyncio.to_thread(_suggestions, kind, version)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(plain, media_type="application/json", headers=headers)
    headers["Content-Encoding"] = "gzip"
    return Response(packed, media_type="application/json", headers=headers)


@lru_cache(maxsize=16)
def _suggestions(kind: SuggestedKind, _version: str) -> tuple[bytes, bytes]:
    plain = ok(suggestions(kind)).model_dump_json().encode()
    return plain, gzip.compress(plain, mtime=0)


@router.post("/read", summary="Say what is understood of texts")
@allow("patient", "practitioner", "admin", bucket="read")
async def read_texts(body: Texts, request: Request, _principal: Signed) -> Page[ReadingView]:
    """Answer what each text names and what of it was not understood. Nothing is kept of them."""
    return page(await asyncio.to_thread(_read, body, language(request)))


def _read(body: Texts, lang: Lang) -> list[ReadingView]:
    return [reading_view(text, body.kind, lang) for text in body.texts]
