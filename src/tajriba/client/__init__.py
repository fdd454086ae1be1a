"""The Python client: sign in, submit reports, and follow a diagnosis live without losing an event.

async with Client("http://127.0.0.1:8000") as client:
    await client.login(email, password)
    async with client.live(diagnosis_id) as live:
        async for item in live:
            match item:
                case Snapshot():
                    ...  # forget what you held; this is how things stand
                case FeedbackUpdate(data=figures):
                    ...
"""

from tajriba.client.client import Client
from tajriba.client.errors import (
    CareEnded,
    ClientError,
    NotAllowed,
    NotSignedIn,
    NotUnderstood,
    Refused,
    Unavailable,
)
from tajriba.client.live import Item, Live, LivePractice
from tajriba.client.session import Waiting
from tajriba.client.shapes import (
    DiagnosisUpdate,
    EffectivenessUpdate,
    Event,
    FeedbackUpdate,
    Practice,
    RecommendationUpdate,
    Report,
    SafetyAlert,
    SafetyAlertClosed,
    SideEffect,
    Snapshot,
)

__all__ = [
    "CareEnded",
    "Client",
    "ClientError",
    "DiagnosisUpdate",
    "EffectivenessUpdate",
    "Event",
    "FeedbackUpdate",
    "Item",
    "Live",
    "LivePractice",
    "NotAllowed",
    "NotSignedIn",
    "NotUnderstood",
    "Practice",
    "RecommendationUpdate",
    "Refused",
    "Report",
    "SafetyAlert",
    "SafetyAlertClosed",
    "SideEffect",
    "Snapshot",
    "Unavailable",
    "Waiting",
]
