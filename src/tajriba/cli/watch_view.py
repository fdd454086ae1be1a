"""The text that `tajriba watch` prints for a snapshot and for each event."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tajriba.client import (
    DiagnosisUpdate,
    EffectivenessUpdate,
    Event,
    FeedbackUpdate,
    Item,
    RecommendationUpdate,
    SafetyAlert,
    Snapshot,
)
from tajriba.client.shapes import Announced, Ranked, ReportFigures, UrgentSign
from tajriba.kit.i18n import Lang, number, translate

_COLUMNS = ("rank", "herb", "score", "interval")


class WatchView:
    """Prints items; it remembers the herbs' names, which reports don't carry."""

    def __init__(self, console: Console, lang: Lang, diagnosis_id: int) -> None:
        self._console = console
        self._lang = lang
        self._diagnosis_id = diagnosis_id
        self._names: dict[int, str] = {}

    def show(self, item: Item) -> None:
        """Print one item."""
        match item:
            case Snapshot():
                self._show_snapshot(item)
            case FeedbackUpdate(data=figures):
                self._line(item, self._report(figures))
            case EffectivenessUpdate(data=announced):
                self._line(item, self._announced(announced))
            case RecommendationUpdate(data=change):
                self._line(item, change["reason"])
                self._ranking(change["new_recommendations"])
            case DiagnosisUpdate(data=update):
                self._line(item, self._say("diagnosis"))
                self._urgency(update["urgent"], update["withheld"])
            case SafetyAlert(data=danger):
                self._line(item, self._say("danger", herb=danger["herb_name"] or ""))
            case _:
                self._line(item, item.type)

    def _show_snapshot(self, item: Snapshot) -> None:
        said = self._say("snapshot", diagnosis=self._diagnosis_id)
        self._console.print(Text(said, "bold"))
        self._urgency(item.urgent, item.withheld)
        self._names |= {one["recommendation_id"]: one["herb_name"] for one in item.evidence}
        self._ranking(item.ranking)

    def _urgency(self, signs: list[UrgentSign], withheld: bool) -> None:
        said = [one["message"] for one in signs] + [self._say("paused")] * withheld
        for words in said:
            self._console.print(Text(words, "bold red"))

    def _line(self, event: Event, words: str) -> None:
        self._console.print(Text.assemble((event.timestamp[11:19], "dim"), "  ", words))

    def _report(self, figures: ReportFigures) -> str:
        return self._say(
            "withdrawn" if figures["withdrawn"] else "report",
            herb=self._names.get(figures["recommendation_id"], str(figures["recommendation_id"])),
            rating=figures["rating"],
            improvement=figures["symptom_improvement"],
            count=figures["sample_size"],
        )

    def _announced(self, update: Announced) -> str:
        herb, score, interval = (
            update["herb_name"],
            update["effectiveness_score"],
            update["interval"],
        )
        if score is None or interval is None:
            return self._say("announced_nothing", herb=herb)
        return self._say(
            f"announced_{update['scope']}",
            herb=herb,
            percent=_percent(score),
            low=_percent(interval[0]),
            high=_percent(interval[1]),
            count=update["sample_size"],
        )

    def _ranking(self, ranking: list[Ranked]) -> None:
        self._names |= {one["recommendation_id"]: one["herb_name"] for one in ranking}
        table = Table(*(self._say(name) for name in _COLUMNS))
        for one in ranking:
            low, high = one["interval"]
            score, bounds = self._rate(one["score"]), (self._rate(low), self._rate(high))
            place = number(self._lang, one["rank"])
            table.add_row(place, Text(one["herb_name"]), score, " – ".join(bounds))
        self._console.print(table)

    def _rate(self, rate: float) -> str:
        return self._say("percent", percent=_percent(rate))

    def _say(self, key: str, **params: str | int | float) -> str:
        return translate(self._lang, f"watch.{key}", **params)


def _percent(rate: float) -> int:
    return round(100 * rate)
