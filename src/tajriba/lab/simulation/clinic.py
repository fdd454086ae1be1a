"""Creating a simulated clinic in a real database, through the use cases of the service."""

from dataclasses import dataclass

from tajriba.accounts.schemas import Claims, Principal
from tajriba.accounts.service import open_session
from tajriba.diagnoses.access import VisibleDiagnosisId
from tajriba.diagnoses.safety.candidate_check import check_candidates
from tajriba.diagnoses.safety.contraindications import SafeCandidate
from tajriba.diagnoses.schemas import DiagnosisBody, PlanBody
from tajriba.diagnoses.service import create_diagnosis, find_diagnosis
from tajriba.kit.database.transactions import ReadTx, WriteTx
from tajriba.knowledge.service import find_condition, ids_for_condition
from tajriba.knowledge.vocabulary.terms import shipped
from tajriba.lab.simulation.ground_truth import Person, Setting, Truth
from tajriba.lab.training.promotion import install
from tajriba.loop.planning.plan_changes import change_record, write_plan
from tajriba.loop.prediction.refresh import refresh
from tajriba.patients.consent.schemas import PURPOSES
from tajriba.patients.consent.service import choose
from tajriba.patients.schemas import PatientPatch
from tajriba.patients.service import register
from tajriba.predictions.model.learned.learned_model import DEFAULT_LEARNED
from tajriba.predictions.registry.model_artifact import dump
from tajriba.predictions.registry.model_versions import add_model
from tajriba.predictions.service.cached_plan import PlanFacts

_SESSION_DAYS = 10_000


class TooLittleKnowledge(LookupError):
    """The knowledge has too few conditions with enough remedies for the clinic that was asked."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A condition, and its remedies as the service knows them, in the order of the plan."""

    condition_id: int
    remedies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A patient of the clinic with their one diagnosis."""

    person: Person
    principal: Principal
    diagnosis_id: int
    plan: Plan

    @property
    def claims(self) -> Claims:
        """What the patient's token says."""
        return Claims(self.principal.user_id, self.principal.session_id)


def open_clinic(tx: WriteTx, setting: Setting, truth: Truth) -> list[Seat]:
    """Register the patients, diagnose and plan; return their seats.

    Raises TooLittleKnowledge where the loaded knowledge doesn't suffice.
    """
    admitted = [_admit(tx, number, person) for number, person in enumerate(truth.people)]
    plans = _plans(tx, setting, admitted[0][1])
    return [
        _diagnose(tx, person, principal, plans[person.condition])
        for person, (principal, _) in zip(truth.people, admitted, strict=True)
    ]


def _admit(tx: WriteTx, number: int, person: Person) -> tuple[Principal, int]:
    """Register a patient of whom nothing speaks against any remedy."""
    made = register(tx, f"simulated{number}@example.org", "-", f"بیمار {number + 1}")
    choose(tx, made.user_id, PURPOSES, 0)
    session = open_session(tx, made.user_id, _SESSION_DAYS).session_id
    principal = Principal(made.user_id, "patient", session)
    patch = PatientPatch(
        sex="male", birth_year=1985, mizaj=person.mizaj if person.assessed else None
    )
    change_record(tx, principal, made.patient_id, patch)
    return principal, made.patient_id


def _plans(tx: ReadTx, setting: Setting, patient_id: int) -> list[Plan]:
    """Return the first conditions with enough remedies that pass the contraindication check."""
    found = [find_condition(tx, each.name_fa) for each in shipped().conditions]
    plans = [_plan(tx, patient_id, each, setting.remedies) for each in found if each is not None]
    full = [plan for plan in plans if len(plan.remedies) == setting.remedies]
    if len(full) < setting.conditions:
        raise TooLittleKnowledge
    return full[: setting.conditions]


def _plan(tx: ReadTx, patient_id: int, condition_id: int, remedies: int) -> Plan:
    verdicts = check_candidates(tx, patient_id, ids_for_condition(tx, condition_id))
    safe = sorted(one.recommendation_id for one in verdicts if isinstance(one, SafeCandidate))
    return Plan(condition_id, tuple(safe[:remedies]))


def _diagnose(tx: WriteTx, person: Person, principal: Principal, plan: Plan) -> Seat:
    body = DiagnosisBody(condition=plan.condition_id, severity=3)
    diagnosis_id = create_diagnosis(tx, principal, body)
    write_plan(tx, principal, diagnosis_id, PlanBody(recommendation_ids=list(plan.remedies)), "fa")
    return Seat(person, principal, diagnosis_id, plan)


def serve_model_2(tx: WriteTx) -> None:
    """Have model 2 serve with the parameters that it starts from, as a promotion would."""
    artifact = dump(DEFAULT_LEARNED)
    made = add_model(tx, artifact=artifact, figures={}, trained_on=0, reason="simulation")
    install(tx, made, None)


def ranked_now(tx: WriteTx, seat: Seat) -> PlanFacts:
    """Return a patient's plan as the service ranks it now, as an opened screen would get it."""
    found = find_diagnosis(tx, VisibleDiagnosisId(seat.diagnosis_id))
    return refresh(tx, found, "evidence")
