"""Which identity provider the settings name."""

from tajriba.accounts.oidc.provider_settings import ProviderSettings, provider_settings
from tajriba.settings import Settings


def provider_of(settings: Settings) -> ProviderSettings | None:
    """Return the identity provider, None where there is none; raises ValueError."""
    return provider_settings(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        settings.links_to,
        name=settings.oidc_name,
        role_claim=settings.oidc_role_claim,
        roles=settings.oidc_roles,
        strong=settings.oidc_strong,
    )
