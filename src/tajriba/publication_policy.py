"""Which release policy the settings ask for."""

from tajriba.evidence.publication.noisy_atoms import Budget
from tajriba.evidence.publication.policy import AtomPolicy, NoisePolicy, PublicationPolicy
from tajriba.settings import Settings


def policy_of(settings: Settings) -> PublicationPolicy:
    """Return the release policy."""
    if settings.publication == "atoms":
        return AtomPolicy(settings.counted)
    budget = Budget(settings.dp_epsilon, settings.dp_entries, settings.dp_days)
    return NoisePolicy(budget, settings.counted)
