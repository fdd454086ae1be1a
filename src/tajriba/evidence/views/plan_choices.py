"""The remedies that a plan may be chosen from, with fit, safety and published evidence."""

from collections.abc import Sequence

from tajriba.accounts.schemas import Principal
from tajriba.diagnoses.access import visible_diagnosis
from tajriba.diagnoses.herb_match import match_herbs
from tajriba.diagnoses.safety.candidate_check import safe_correctives, unread_of
from tajriba.diagnoses.safety.contraindications import Excluded, SafeCandidate, Verdict
from tajriba.diagnoses.schemas import Diagnosis, PlanItemView
from tajriba.diagnoses.service import check_for, find_diagnosis
from tajriba.diagnoses.urgency.urgent_signs import unread_caution, urgent_signs
from tajriba.diagnoses.urgency.urgent_state import urgent_state
from tajriba.diagnoses.views import (
    fit_reasons,
    misfit_reasons,
    plan_item_view,
    questions_view,
    referral,
    unread_view,
)
from tajriba.evidence.keys import Key, Level
from tajriba.evidence.service import Published, published
from tajriba.evidence.views.published_views import effectiveness
from tajriba.evidence.views.schemas import ChoicePage, RemedyChoice
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.schemas import RecommendationFacts
from tajriba.knowledge.search import START, Slice, search_herbs
from tajriba.knowledge.service import recommendations_of
from tajriba.knowledge.symptom_match import Match

_HERBS = 500
_SHOWN = 100


def choices(tx: ReadTx, principal: Principal, diagnosis_id: int, q: str, lang: Lang) -> ChoicePage:
    """Return remedies for a diagnosis whose herb's name holds `q`, those ruled out with why.

    At most 100, the offered first, the best fit before. Raises `NotFound`.
    """
    found = find_diagnosis(tx, visible_diagnosis(tx, principal, diagnosis_id))
    state = urgent_state(tx, found)
    facts = {one.id: one for one in (() if state.withheld else _named(tx, found, q, lang))}
    verdicts = check_for(tx, found, list(facts))
    matches = match_herbs(tx, found, [one.herb_id for one in facts.values()])

    def place(verdict: Verdict) -> tuple[bool, float, int]:
        ref = verdict.recommendation_id
        return isinstance(verdict, Excluded), -matches[facts[ref].herb_id].score, ref

    ordered = sorted(verdicts, key=place)[:_SHOWN]
    shown = published(tx, [Key(Level.RECOMMENDATION, one.recommendation_id) for one in ordered])
    correctives = safe_correctives(tx, found.patient_id, [one.recommendation_id for one in ordered])
    views = [
        _choice(
            plan_item_view(facts[one.recommendation_id], one, correctives, lang),
            one,
            facts[one.recommendation_id],
            matches,
            shown,
            lang,
        )
        for one in ordered
    ]
    asked = {question for one in verdicts for question in one.questions}
    return ChoicePage(
        data=views,
        count=len(views),
        urgent=urgent_signs(state, lang),
        unread_symptoms=unread_caution(found.symptoms, lang),
        referral=referral(tx, found, lang),
        questions=questions_view(asked, lang),
        unread=unread_view(unread_of(tx, found.patient_id), verdicts),
    )


def _named(tx: ReadTx, found: Diagnosis, q: str, lang: Lang) -> Sequence[RecommendationFacts]:
    facts = recommendations_of(tx, condition_id=found.condition_id)
    if not q.strip():
        return facts
    herbs = {one.id for one in search_herbs(tx, q, Slice(START, _HERBS), lang).items}
    return [one for one in facts if one.herb_id in herbs]


def _choice(
    item: PlanItemView,
    verdict: Verdict,
    facts: RecommendationFacts,
    matches: dict[int, Match],
    shown: dict[Key, Published],
    lang: Lang,
) -> RemedyChoice:
    beside = shown.get(Key(Level.RECOMMENDATION, facts.id))
    return RemedyChoice(
        **item.model_dump(),
        herb_id=facts.herb_id,
        offered=isinstance(verdict, SafeCandidate),
        reasons=fit_reasons(matches[facts.herb_id], lang),
        reasons_against=misfit_reasons(matches[facts.herb_id], lang),
        against=_against(verdict, lang),
        published=effectiveness(beside, facts, lang) if beside else None,
    )


def _against(verdict: Verdict, lang: Lang) -> list[str]:
    notes = verdict.reasons if isinstance(verdict, Excluded) else ()
    said = (translate(lang, f"field.contraindicated_{one.code}") for one in notes)
    return list(dict.fromkeys(said))
