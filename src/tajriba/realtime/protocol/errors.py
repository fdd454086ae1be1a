"""Errors of a client's messages that leave the socket open."""

from tajriba.kit.errors import AppError


class NotJson(AppError):
    """A message is not a JSON object."""

    code = "message_not_json"
    kind = "invalid"


class UnknownMessage(AppError):
    """A message's type is none that a client may send."""

    code = "message_unknown"
    kind = "invalid"


class BadAck(AppError):
    """An acknowledgement does not name the id of an event."""

    code = "message_bad_ack"
    kind = "invalid"
