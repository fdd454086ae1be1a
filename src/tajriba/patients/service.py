"""Patients' records: creating, reading, changing and importing them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import true

from tajriba.accounts.schemas import GUARDED_ROLES, Principal
from tajriba.accounts.second_factor.factors import has_authenticator, has_second_factor, is_proved
from tajriba.accounts.service import create_user, describe_user
from tajriba.audit.service import Entry, record
from tajriba.kit.clock import year_of
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.kit.errors import NotFound
from tajriba.patients import repository
from tajriba.patients.access import VisiblePatientId, note_read, patient_of_user
from tajriba.patients.care.service import link_invitations
from tajriba.patients.consent.schemas import NOTICE_VERSION
from tajriba.patients.consent.service import accepted_version
from tajriba.patients.record import PatientRecord, Sex, changes, patched, problem_of
from tajriba.patients.schemas import Me, PatientPatch, PatientView, Registered

_REFS_AT_ONCE = 500


def register(tx: WriteTx, email: str, password_hash: str, full_name: str) -> Registered:
    """Open an account with its patient record; invitations to the e-mail become the patient's.

    Raises `EmailTaken`.
    """
    user_id = create_user(tx, email, password_hash, full_name, "patient")
    return Registered(user_id=user_id, patient_id=open_record(tx, user_id, email, full_name))


def open_record(tx: WriteTx, user_id: int, email: str, full_name: str) -> int:
    """Return the patient record of an account, made where there is none.

    Invitations to the e-mail become the patient's.
    """
    found = patient_of_user(tx, user_id)
    if found is not None:
        return found
    patient_id = repository.insert(tx, full_name, user_id=user_id)
    link_invitations(tx, email, patient_id)
    record(tx, Entry(user_id, "patient.create", "patient", patient_id))
    return patient_id


def describe_me(tx: ReadTx, principal: Principal, required: bool) -> Me:
    """Return who is signed in; a patient by the name that their record says.

    `required` says whether a second factor is, of the roles that see others.
    """
    account = describe_user(tx, principal.user_id)
    patient_id = patient_of_user(tx, principal.user_id)
    full_name = patient_record(tx, patient_id).full_name if patient_id else account.full_name
    return Me(
        user_id=account.id,
        email=account.email,
        email_verified=account.email_verified,
        second_factor=has_second_factor(tx, account.id),
        authenticator=has_authenticator(tx, account.id),
        second_factor_required=required
        and account.role in GUARDED_ROLES
        and not is_proved(tx, principal.session_id),
        full_name=full_name,
        role=account.role,
        patient_id=patient_id,
        notice_accepted=accepted_version(tx, account.id) == NOTICE_VERSION,
    )


def patient_record(tx: ReadTx, patient_id: int) -> PatientRecord:
    """Return a record; raises `NotFound`."""
    found = repository.find(tx, patient_id)
    if found is None:
        raise NotFound
    return found


def list_patients(
    tx: ReadTx, principal: Principal, q: str, after: int, limit: int
) -> list[PatientRecord]:
    """Return whom this person may see, by id behind `after`, with `q` in the name as spelt ever."""
    whom = repository.of_user if principal.role == "patient" else repository.in_care_of
    found = repository.search(tx, whom(principal.user_id), q, after, limit)
    note_read(principal, [one.id for one in found])
    return found


def records_in_care(tx: ReadTx, practitioner_id: int) -> list[PatientRecord]:
    """Return the records of all whom a practitioner has in active care."""
    return repository.having_words(tx, repository.in_care_of(practitioner_id))


def all_records(tx: ReadTx) -> list[PatientRecord]:
    """Return every record in which a condition, an allergy or a medicine is listed. For what tells
    nobody whose they are."""
    return repository.having_words(tx, true())


def update_record(
    tx: WriteTx, principal: Principal, patient_id: VisiblePatientId, patch: PatientPatch
) -> PatientRecord:
    """Change the given fields and return the record, its version one higher if it did change.

    Raises `Invalid` for a year to come and for a man who is said to be pregnant or nursing.
    """
    before = patient_record(tx, patient_id)
    given = patch.model_dump(exclude_unset=True)
    after = patched(before, given)
    if problem := problem_of(after, given, year_of(tx.now)):
        raise problem
    if not (changed := changes(before, after)):
        return before
    after = replace(after, version=before.version + 1)
    repository.store(tx, after)
    old, new = ({name: pair[i] for name, pair in changed.items()} for i in (0, 1))
    record(tx, Entry(principal.user_id, "patient.update", "patient", patient_id, old, new))
    return after


def create_imported(tx: WriteTx, ref: str, sex: Sex | None, birth_year: int | None) -> int:
    """Create the record of a patient without an account, named by `ref`; return its id."""
    return repository.insert(tx, ref, ref=ref, sex=sex, birth_year=birth_year)


def exists(tx: ReadTx, patient_id: int) -> bool:
    """Return whether there is such a patient."""
    return repository.find(tx, patient_id) is not None


def imported_ref(tx: ReadTx, patient_id: int) -> str | None:
    """Return the reference by which an imported patient is named, None for any other."""
    return repository.ref_of(tx, patient_id)


def find_by_refs(tx: ReadTx, refs: Sequence[str]) -> dict[str, int]:
    """Return the ids of imported patients by reference; the unknown are left out."""
    found: dict[str, int] = {}
    for start in range(0, len(refs), _REFS_AT_ONCE):
        found |= repository.ids_by_ref(tx, refs[start : start + _REFS_AT_ONCE])
    return found


def view_of(found: PatientRecord) -> PatientView:
    """Return a record as it is shown."""
    return PatientView(
        id=found.id,
        full_name=found.full_name,
        mizaj=found.mizaj,
        birth_year=found.birth_year,
        sex=found.sex,
        conditions=list(found.conditions),
        allergies=list(found.allergies),
        medicines=list(found.medicines),
        none_known=list(found.none_known),
        pregnant=found.pregnant,
        nursing=found.nursing,
        version=found.version,
    )
