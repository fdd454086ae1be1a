"""All tables in one place: importing this module fills `kit.db.metadata`."""

from tajriba.accounts import models as accounts
from tajriba.audit import models as audit
from tajriba.diagnoses import models as diagnoses
from tajriba.events import models as events
from tajriba.evidence import models as evidence
from tajriba.feedback import models as feedback
from tajriba.kit.db import metadata
from tajriba.knowledge import models as knowledge
from tajriba.lab import models as lab
from tajriba.loop import models as loop
from tajriba.patients import models as patients
from tajriba.predictions import models as predictions
from tajriba.realtime import models as realtime

FEATURES = (
    accounts, audit, diagnoses, events, evidence, feedback, knowledge, lab, loop, patients,
    predictions, realtime,
)  # fmt: skip

__all__ = ["FEATURES", "metadata"]
