"""All tables in one place: importing this module fills the metadata of SQLAlchemy."""

from tajriba.accounts import tables as accounts
from tajriba.audit import tables as audit
from tajriba.diagnoses import tables as diagnoses
from tajriba.events import tables as events
from tajriba.evidence import tables as evidence
from tajriba.feedback import tables as feedback
from tajriba.kit.database.transactions import metadata
from tajriba.knowledge import tables as knowledge
from tajriba.lab.training import tables as lab
from tajriba.loop import tables as loop
from tajriba.patients import tables as patients
from tajriba.predictions import tables as predictions
from tajriba.privacy import tables as privacy
from tajriba.realtime import tables as realtime

FEATURES = (
    accounts, audit, diagnoses, events, evidence, feedback, knowledge, lab, loop, patients,
    predictions, privacy, realtime,
)  # fmt: skip

__all__ = ["FEATURES", "metadata"]
