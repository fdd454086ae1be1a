"""The broker that the settings name: Redis or Valkey, or none."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tajriba.kit.http.rate_limit import SharedCounts
from tajriba.kit.notification.notifier import LocalNotifier, Notifier
from tajriba.settings import Settings


@dataclass(frozen=True, slots=True)
class Broker:
    """What a process has of a broker: a notifier, and counts where it has one at all."""

    notifier: Notifier
    counts: SharedCounts | None
    close: Callable[[], Awaitable[None]]


def open_broker(settings: Settings) -> Broker:
    """Return what the settings name, without waiting for it; this process alone where none."""
    url = settings.broker_url.get_secret_value()
    if not url:
        local = LocalNotifier()
        return Broker(local, None, local.stop)
    from tajriba.kit.notification.redis_notifier import RedisNotifier  # noqa: PLC0415 - slow to import
    from tajriba.kit.notification.redis_rate_limit import RedisCounts  # noqa: PLC0415

    notifier, counts = RedisNotifier(url), RedisCounts(url)

    async def close() -> None:
        await notifier.stop()
        await counts.close()

    return Broker(notifier, counts, close)
