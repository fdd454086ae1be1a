"""The topics of the event log that the screens of a diagnosis, or a practitioner, subscribe to."""

from collections.abc import Iterable


def diagnosis_topic(diagnosis_id: int) -> str:
    """Return the topic of one diagnosis."""
    return f"diagnosis:{diagnosis_id}"


def recommendation_topic(recommendation_id: int) -> str:
    """Return the topic that every diagnosis hears whose plan holds the recommendation."""
    return f"recommendation:{recommendation_id}"


def practice_topic(practitioner_id: int) -> str:
    """Return the topic that every open screen of a practitioner hears."""
    return f"practice:{practitioner_id}"


def topics_of(diagnosis_id: int, plan: Iterable[int]) -> list[str]:
    """Return what a diagnosis with this plan hears."""
    return [diagnosis_topic(diagnosis_id), *map(recommendation_topic, plan)]
