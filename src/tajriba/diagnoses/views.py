"""Diagnoses, plans and candidates in the reader's language."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Protocol

from tajriba.accounts.service import full_names
from tajriba.diagnoses.herb_match import match_herbs
from tajriba.diagnoses.plans.courses import courses_of
from tajriba.diagnoses.safety.candidate_check import safe_correctives, unread_of
from tajriba.diagnoses.safety.check_inputs import Note, Question, Unread
from tajriba.diagnoses.safety.contraindications import Excluded, SafeCandidate, Verdict
from tajriba.diagnoses.schemas import (
    CandidatePage,
    CandidateView,
    Diagnosis,
    DiagnosisView,
    PlanItemView,
    PlannedItemView,
    QuestionView,
    UnreadTerm,
)
from tajriba.diagnoses.service import check_for, safe_plan
from tajriba.diagnoses.urgency.urgent_signs import unread_caution, urgent_signs, whom_to_call
from tajriba.diagnoses.urgency.urgent_state import urgent_state
from tajriba.kit.clock import iso
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, digits, translate
from tajriba.knowledge.entries import Term, Text
from tajriba.knowledge.schemas import RecommendationFacts, Text2
from tajriba.knowledge.service import (
    condition_entry,
    condition_name,
    recommendation_facts,
    recommendations_of,
)
from tajriba.knowledge.symptom_match import Match
from tajriba.knowledge.views import referral_of
from tajriba.knowledge.vocabulary.terms import complaints, in_language, ruled_out
from tajriba.knowledge.vocabulary.words import MappedKind

_COUNTED: Final = frozenset({"age", "age_unknown", "adult_dose_unknown"})
"""The notes whose subject is a number."""
_UNKNOWN: Final = frozenset({"unread", "pregnancy_unknown", "nursing_unknown", "age_unknown"})
"""The notes of what may turn out to be harmless."""
_SLIGHT: Final = 0.05
"""So little opposition of temperaments, or likeness, is not told."""
_READ_AS: Final[Mapping[str, MappedKind]] = {
    "condition": "health_state",
    "medicine": "medicine",
    "allergy": "allergen",
}


def diagnosis_view(tx: ReadTx, found: Diagnosis, lang: Lang) -> DiagnosisView:
    """Return a diagnosis with its plan as shown."""
    plan = safe_plan(tx, found)
    state = urgent_state(tx, found)
    return DiagnosisView(
        id=found.id,
        patient_id=found.patient_id,
        condition_id=found.condition_id,
        condition_name=condition_name(tx, found.condition_id).in_(lang),
        urgent=urgent_signs(state, lang),
        unread_symptoms=unread_caution(found.symptoms, lang),
        seen_by_doctor_at=iso(found.seen_by_doctor_at) if found.seen_by_doctor_at else None,
        withheld=state.withheld,
        symptoms=[in_language(one, lang) for one in found.symptoms],
        severity=found.severity,
        imbalance=found.imbalance,
        self_reported=found.practitioner_id is None,
        practitioner_name=_practitioner(tx, found.practitioner_id),
        arrangement=found.arrangement,
        plan=plan_views(tx, found, plan, lang),
        whom_to_call=whom_to_call(lang),
        created_at=iso(found.created_at),
    )


def plan_views(
    tx: ReadTx, found: Diagnosis, plan: Sequence[SafeCandidate], lang: Lang
) -> list[PlannedItemView]:
    """Return the safe remedies of a plan with how, for how long and from when they are taken."""
    facts = recommendation_facts(tx, [one.recommendation_id for one in plan])
    correctives = safe_correctives(tx, found.patient_id, list(facts))
    courses = courses_of(tx, found.id, found.arrangement)
    views = []
    for one in plan:
        item = plan_item_view(facts[one.recommendation_id], one, correctives, lang)
        course = courses[one.recommendation_id]
        said = item.model_dump() | {"duration_days": course.duration_days}
        views.append(PlannedItemView(**said, starts_at=iso(course.starts_at)))
    return views


def _practitioner(tx: ReadTx, practitioner_id: int | None) -> str | None:
    if practitioner_id is None:
        return None
    return full_names(tx, [practitioner_id]).get(practitioner_id)


def referral(tx: ReadTx, found: Diagnosis, lang: Lang) -> str | None:
    """Return how soon a doctor must see the condition, in words; None where none need."""
    return referral_of(condition_entry(tx, found.condition_id), lang)


def plan_item_view(
    facts: RecommendationFacts, verdict: Verdict, correctives: Mapping[int, Text], lang: Lang
) -> PlanItemView:
    """Return a recommendation as plans and choices show it."""
    mending = correctives.get(facts.id)
    return PlanItemView(
        recommendation_id=facts.id,
        herb_name=facts.herb_name.in_(lang),
        preparation=facts.preparation.in_(lang),
        dose=facts.dose.in_(lang),
        frequency=facts.frequency.in_(lang),
        duration_days=facts.duration_days,
        route=facts.route,
        cautions=_cautions(verdict, lang),
        correctives=Text2(mending.fa, mending.en).in_(lang) if mending else None,
    )


def _cautions(verdict: Verdict, lang: Lang) -> list[str]:
    notes = verdict.cautions if isinstance(verdict, SafeCandidate) else ()
    return [note_text(note, lang) for note in notes]


def candidates(tx: ReadTx, found: Diagnosis, lang: Lang) -> CandidatePage:
    """Return the remedies for the diagnosis' condition that are safe, best match first."""
    state = urgent_state(tx, found)
    offered = [] if state.withheld else recommendations_of(tx, condition_id=found.condition_id)
    facts = {one.id: one for one in offered}
    verdicts = check_for(tx, found, list(facts))
    safe = [one for one in verdicts if isinstance(one, SafeCandidate)]
    matches = match_herbs(tx, found, [facts[one.recommendation_id].herb_id for one in safe])

    def fit(candidate: SafeCandidate) -> tuple[float, int]:
        herb_id = facts[candidate.recommendation_id].herb_id
        return -matches[herb_id].score, candidate.recommendation_id

    correctives = safe_correctives(tx, found.patient_id, [one.recommendation_id for one in safe])
    views = [
        _candidate(one, facts[one.recommendation_id], matches, correctives, lang)
        for one in sorted(safe, key=fit)
    ]
    return CandidatePage(
        data=views,
        count=len(views),
        urgent=urgent_signs(state, lang),
        unread_symptoms=unread_caution(found.symptoms, lang),
        referral=referral(tx, found, lang),
        questions=questions_view(
            {question for one in verdicts for question in one.questions}, lang
        ),
        unread=unread_view(unread_of(tx, found.patient_id), verdicts),
    )


def _candidate(
    one: SafeCandidate,
    facts: RecommendationFacts,
    matches: Mapping[int, Match],
    correctives: Mapping[int, Text],
    lang: Lang,
) -> CandidateView:
    return CandidateView(
        **plan_item_view(facts, one, correctives, lang).model_dump(),
        reasons=fit_reasons(matches[facts.herb_id], lang),
        reasons_against=misfit_reasons(matches[facts.herb_id], lang),
    )


class Fit(Protocol):
    """What is told of a match."""

    @property
    def condition_covered(self) -> bool | None:
        """Whether the sources name the herb for the condition; None where that is not known."""
        ...

    @property
    def symptoms_covered(self) -> Collection[str]:
        """The symptoms that they name it for."""
        ...

    @property
    def opposites(self) -> float | None:
        """How far its temperament opposes that of the imbalance, -1..1."""
        ...


def fit_reasons(fit: Fit, lang: Lang) -> list[str]:
    """Return why a herb fits a diagnosis, in words; nothing where nothing is known."""
    reasons = []
    if fit.condition_covered:
        reasons.append(translate(lang, "match.condition"))
    if fit.symptoms_covered:
        names = _names(sorted(fit.symptoms_covered), complaints(), lang)
        reasons.append(translate(lang, "match.symptoms", names=names))
    if fit.opposites is not None and fit.opposites > _SLIGHT:
        reasons.append(translate(lang, "match.opposite"))
    return reasons


def misfit_reasons(fit: Fit, lang: Lang) -> list[str]:
    """Return why a herb does not fit a diagnosis, in words; nothing where nothing is known."""
    return [translate(lang, "match.alike")] if alike(fit) else []


def alike(fit: Fit) -> bool:
    """Whether a herb's temperament is that of the imbalance itself, which it would add to."""
    return fit.opposites is not None and fit.opposites < -_SLIGHT


def note_text(note: Note, lang: Lang) -> str:
    """Return a caution or a reason against in words."""
    terms = {code: term for kind in ruled_out().values() for code, term in kind.items()}
    what = _names([note.what], terms, lang)
    shown = digits(lang, what) if note.code in _COUNTED else what
    return translate(lang, f"gate.{note.code}", what=shown)


def _names(codes: Iterable[str], terms: Mapping[str, Term], lang: Lang) -> str:
    """Return the names of codes; what is no code is the patient's own word."""
    names = (_name(terms[code], lang) if code in terms else code for code in codes)
    return translate(lang, "list.separator").join(names)


def _name(term: Term, lang: Lang) -> str:
    return term.name_en if lang == "en" else term.name_fa


def unread_view(
    unread: Iterable[Unread], verdicts: Iterable[SafeCandidate | Excluded]
) -> list[UnreadTerm]:
    """Return what of a record was not understood, with the remedies that wait for it."""
    waiting = Counter(
        note.what
        for one in verdicts
        if isinstance(one, Excluded) and {note.code for note in one.reasons} <= _UNKNOWN
        for note in one.reasons
        if note.code == "unread"
    )
    return [
        UnreadTerm(kind=_READ_AS[kind], text=text, remedies=waiting[text])
        for kind, text in dict.fromkeys(unread)
    ]


def questions_view(fields: set[Question], lang: Lang) -> list[QuestionView]:
    """Return what to ask the patient, in words."""
    return [
        QuestionView(field=field, message=translate(lang, f"question.{field}"))
        for field in sorted(fields)
    ]
