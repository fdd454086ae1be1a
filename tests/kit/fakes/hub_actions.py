"""What a driver of the hub does, without a socket."""

from collections.abc import Iterable

from tajriba.realtime.hub.hub import Action, Hub, Tell


def deferred(hub: Hub, actions: Iterable[Action]) -> list[Action]:
    """Return what is left to do where no client can be told anything at once."""
    left: list[Action] = []
    for action in actions:
        if isinstance(action, Tell):
            for client in action.clients:
                left += hub.defer(client, action.event)
        else:
            left.append(action)
    return left
