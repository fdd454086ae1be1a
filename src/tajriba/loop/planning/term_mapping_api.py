"""The routes by which clinicians say, once for their installation, what an unread word means."""

from fastapi import APIRouter, Request

from tajriba.accounts.authorization import Db, GuardedRoute, Signed, allow
from tajriba.kit.http.problem_details import language
from tajriba.kit.http.schemas import Page, PathId, Success, ok, page
from tajriba.knowledge.vocabulary.schemas import MappingBody, MappingView, UnreadWord
from tajriba.knowledge.vocabulary.words import TermMapping
from tajriba.loop.planning.term_mapping import map_word, mapping_views, unmap_word
from tajriba.loop.planning.unread_words import unread_words

router = APIRouter(prefix="/api/knowledge", tags=["knowledge"], route_class=GuardedRoute)


@router.get("/unread", summary="List words of records that were not understood")
@allow("practitioner", "admin")
async def list_unread_words(principal: Signed, db: Db) -> Page[UnreadWord]:
    """Answer those of one's patients in active care, with who wrote them.

    Administrators get words of at least five patients, without names.
    """
    return page(await db.read(unread_words, principal))


@router.get("/mappings", summary="List the words that clinicians mapped")
@allow("practitioner", "admin")
async def list_mappings(request: Request, _principal: Signed, db: Db) -> Page[MappingView]:
    """Answer what is in force, the latest first."""
    return page(await db.read(mapping_views, language(request)))


@router.post("/mappings", status_code=201, summary="Say what an unread word means")
@allow("practitioner", "admin")
async def create_mapping(
    body: MappingBody, request: Request, principal: Signed, db: Db
) -> Success[MappingView]:
    """Put a meaning in force for the whole installation; plans of whom it concerns are checked
    anew at once. A word that is mapped already takes on the new meaning."""
    mapping = TermMapping(body.kind, body.text, tuple(body.codes))
    return ok(await map_word(db, principal, mapping, language(request)))


@router.delete("/mappings/{mapping_id}", summary="Take back what a word means")
@allow("practitioner", "admin")
async def delete_mapping(
    mapping_id: PathId, request: Request, principal: Signed, db: Db
) -> Success[MappingView]:
    """Make the word unread again, and check plans as before."""
    return ok(await unmap_word(db, principal, mapping_id, language(request)))
