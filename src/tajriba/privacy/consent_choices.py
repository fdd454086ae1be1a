"""Choosing what one's reports may be used for, and what follows where a consent ends."""

from collections.abc import Collection

from tajriba.accounts.schemas import Principal
from tajriba.audit.service import Entry, record
from tajriba.evidence.publication.atom_store import take_back
from tajriba.feedback.report_slices import newest_report
from tajriba.feedback.reporting_activity import remedies_of
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.lab.training.service import ask_to_retrain
from tajriba.patients.access import own_patient
from tajriba.patients.consent.schemas import NOTICE_VERSION, Consents, Purpose
from tajriba.patients.consent.service import choose, consents_of, purposes_of
from tajriba.patients.errors import NoticeChanged


def own_consents(tx: ReadTx, principal: Principal) -> Consents:
    """Return what a person agrees to, and what they agreed to once."""
    return consents_of(tx, principal.user_id)


def choose_consents(
    tx: WriteTx, principal: Principal, notice_version: int, purposes: Collection[Purpose]
) -> Consents:
    """Accept the notice, and agree to these purposes and to no other; raises `NoticeChanged`.

    Figures take back with their next atoms what is published of who agrees no longer; models are
    trained anew without them. Who is no patient accepts the notice alone.
    """
    if notice_version != NOTICE_VERSION:
        raise NoticeChanged
    user_id = principal.user_id
    wanted = purposes if principal.role == "patient" else ()
    before = purposes_of(tx, user_id)
    ended = choose(tx, user_id, wanted, newest_report(tx))
    after = {"notice": NOTICE_VERSION, "purposes": purposes_of(tx, user_id)}
    record(tx, Entry(user_id, "consent.choose", "user", user_id, {"purposes": before}, after))
    if "published" in ended:
        patient_id = own_patient(tx, principal)
        take_back(tx, patient_id, remedies_of(tx, patient_id))
    if "training" in ended:
        ask_to_retrain(tx, None, "en")
    return consents_of(tx, user_id)
