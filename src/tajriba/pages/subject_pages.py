"""The pages of a herb, a condition and a remedy, readable without JavaScript."""

from dataclasses import dataclass

from tajriba.evidence.views.by_subject import (
    condition_with_evidence,
    herb_with_evidence,
    remedy_with_evidence,
)
from tajriba.evidence.views.published_views import summary_view
from tajriba.evidence.views.schemas import (
    ConditionWithEvidence,
    Evidence,
    HerbWithEvidence,
    RemedyWithEvidence,
    Summary,
    Suppressed,
)
from tajriba.kit.database.transactions import ReadTx
from tajriba.kit.i18n import Lang, translate
from tajriba.knowledge.schemas import HerbView
from tajriba.knowledge.views import herb_view
from tajriba.pages.evidence_html import (
    about_figures,
    by_mizaj,
    evidence_section,
    meaning,
    side_effects,
)
from tajriba.pages.herb_html import about_herb, cautions, sources
from tajriba.pages.html_escaping import Html, joined, listed, tag
from tajriba.pages.html_parts import link, names_of, pairs, remedies


@dataclass(frozen=True, slots=True)
class Facts:
    """A page's title, what it is about in a sentence or two, and what stands on it.

    What the client shows otherwise, such as its first page, stands there `without_script` alone:
    it would flash up before it starts.
    """

    title: str
    about: str
    body: Html
    without_script: bool = False


def herb_facts(tx: ReadTx, herb_id: int, lang: Lang) -> Facts:
    """Return what is known of a herb, and what is published; raises `NotFound`."""
    herb = herb_with_evidence(tx, herb_id, lang)
    body = joined(
        tag("h1", herb.name),
        urgent(lang),
        about_herb(herb, lang),
        evidence_section(herb.evidence, lang),
        remedies(tx, lang, herb_id=herb_id),
        meaning(lang),
        sources(herb, lang),
    )
    return _facts(herb.name, translate(lang, "page.herb_about", name=herb.name), herb, body, lang)


def condition_facts(tx: ReadTx, condition_id: int, lang: Lang) -> Facts:
    """Return what is known of a condition, and what is published; raises `NotFound`."""
    found = condition_with_evidence(tx, condition_id, lang)
    rows = [
        ("persian", found.name_fa),
        ("english", found.name_en),
        ("spellings", names_of(found.spellings, lang)),
        ("symptoms", names_of([one.name for one in found.symptoms], lang)),
    ]
    body = joined(
        tag("h1", found.name),
        urgent(lang),
        pairs(rows, lang),
        evidence_section(found.evidence, lang),
        remedies(tx, lang, condition_id=condition_id),
        meaning(lang),
    )
    about = translate(lang, "page.condition_about", name=found.name)
    return _facts(found.name, about, found, body, lang)


def remedy_facts(tx: ReadTx, recommendation_id: int, lang: Lang) -> Facts:
    """Return what a remedy is, whom it is not for, and what is published; raises `NotFound`."""
    found = remedy_with_evidence(tx, recommendation_id, lang)
    herb = herb_view(tx, found.herb_id, lang)
    title = translate(lang, "page.remedy", herb=found.herb_name, condition=found.condition_name)
    effects = _effects(summary_view(tx, recommendation_id, lang), lang)
    body = joined(
        tag("h1", title),
        urgent(lang),
        _remedy(found, herb, lang),
        cautions(herb, lang),
        evidence_section(found.evidence, lang, effects, by_mizaj(found.evidence.by_mizaj, lang)),
        meaning(lang),
    )
    return _facts(title, translate(lang, "page.remedy_about", subject=title), found, body, lang)


def _effects(summary: Summary | Suppressed, lang: Lang) -> Html:
    if isinstance(summary, Suppressed):
        return joined()
    return side_effects(summary.side_effects_reported, lang)


def _remedy(found: RemedyWithEvidence, herb: HerbView, lang: Lang) -> Html:
    days = found.duration_days
    rows = [
        ("preparation", found.preparation),
        ("dose", found.dose),
        ("frequency", found.frequency),
        ("duration", None if days is None else translate(lang, "page.days", days=days)),
    ]
    about = [
        link(f"/herbs/{herb.id}", herb.name, lang),
        link(f"/conditions/{found.condition_id}", found.condition_name, lang),
    ]
    reviewed = "" if found.reviewed else tag("p", translate(lang, "page.not_reviewed"))
    return joined(pairs(rows, lang), reviewed, listed(about, class_="facts-links"))


def urgent(lang: Lang) -> Html:
    """Return what wants a doctor before any herb."""
    return tag("p", translate(lang, "page.urgent"), class_="facts-urgent", role="note")


def _facts(
    title: str,
    about: str,
    found: HerbWithEvidence | ConditionWithEvidence | RemedyWithEvidence,
    body: Html,
    lang: Lang,
) -> Facts:
    evidence: Evidence = found.evidence
    figures = about_figures(evidence.effectiveness, lang)
    return Facts(title, f"{about} {figures}" if figures else about, body)
