"""What nobody could read of patients' records, for the clinicians who can say what it is."""

from collections.abc import Iterable, Mapping
from typing import Final

from tajriba.accounts.schemas import Principal
from tajriba.evidence.sums import MIN_PATIENTS
from tajriba.kit.database.transactions import ReadTx
from tajriba.knowledge.vocabulary import terms
from tajriba.knowledge.vocabulary.schemas import PatientName, UnreadWord
from tajriba.knowledge.vocabulary.words import MappedKind, term_key
from tajriba.patients.record import ListName, PatientRecord
from tajriba.patients.service import all_records, records_in_care

KINDS: Final[Mapping[MappedKind, ListName]] = {
    "medicine": "medicines",
    "allergen": "allergies",
    "health_state": "conditions",
}
Holders = dict[tuple[MappedKind, str], tuple[str, set[int]]]


def unread_words(tx: ReadTx, principal: Principal) -> list[UnreadWord]:
    """Return the unread words of one's patients, those of most patients first.

    Administrators see no records: they get what at least five patients wrote, without names, since
    a rare word may tell of somebody.
    """
    in_care = principal.role == "practitioner"
    records = list(records_in_care(tx, principal.user_id) if in_care else all_records(tx))
    names = {one.id: one.full_name for one in records} if in_care else {}
    found = _unread(records, 1 if in_care else MIN_PATIENTS)
    words = [
        UnreadWord(
            kind=kind,
            text=text,
            count=len(ids),
            patients=[
                PatientName(id=id_, full_name=names[id_]) for id_ in sorted(ids & set(names))
            ],
        )
        for (kind, _), (text, ids) in found.items()
    ]
    return sorted(words, key=lambda one: (-one.count, one.kind, one.text))


def _unread(records: Iterable[PatientRecord], at_least: int) -> Holders:
    holders: Holders = {}
    for record in records:
        for kind, field in KINDS.items():
            for text in getattr(record, field):
                holders.setdefault((kind, text), (text, set()))[1].add(record.id)
    found: Holders = {}
    for (kind, text), (_, ids) in holders.items():
        if len(ids) < at_least:
            continue
        for span in terms.read(text, kind).unread:
            key = (kind, term_key(span.text))
            found.setdefault(key, (span.text, set()))[1].update(ids)
    return found


def holders_of(tx: ReadTx, kind: MappedKind, text: str) -> list[int]:
    """Return the patients whose record holds a word, in any spelling."""
    key, field = term_key(text), KINDS[kind]
    keys: dict[str, str] = {}
    found = []
    for record in all_records(tx):
        texts: tuple[str, ...] = getattr(record, field)
        keys |= {each: term_key(each) for each in texts if each not in keys}
        if any(key in keys[each] for each in texts):
            found.append(record.id)
    return found
