"""Reading what reports say before they wait for the writer, whose transaction then finds it read.

What was read is kept beside the vocabulary (`knowledge/vocabulary/terms.py`, `triage/triage.py`).
Where it is there no longer, or the vocabulary is another by then, the transaction reads again.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

from tajriba.feedback.answers import Answers
from tajriba.feedback.schemas import FeedbackIn
from tajriba.knowledge.vocabulary.terms import findings_in
from tajriba.loop.submission.harm import harm_of, texts_of

_SHORT: Final = 200
"""So many characters take about as long to read as another thread to begin."""


async def read_ahead(items: Sequence[FeedbackIn]) -> None:
    """Read the texts of reports; long ones beside the event loop, which serves others meanwhile."""
    reports = [one.answers() for one in items]
    if sum(len(text) for one in reports for text in texts_of(one)) <= _SHORT:
        _read(reports)
    else:
        await asyncio.to_thread(_read, reports)


def _read(reports: Sequence[Answers]) -> None:
    for one in reports:
        for text in texts_of(one):
            findings_in([text])
        harm_of(one)
