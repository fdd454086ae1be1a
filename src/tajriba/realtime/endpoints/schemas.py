"""Request and response models of the live routes."""

from pydantic import Field

from tajriba.kit.http.schemas import Body, Id, View


class TicketRequest(Body):
    """The diagnosis whose events are wanted."""

    diagnosis_id: Id = Field(examples=[123])


class TicketView(View):
    """A ticket for the first message on the socket; good once."""

    ticket: str = Field(examples=["pXJ0c2VjcmV0LXRoYXQtaXMtc2hvd24tb25jZQ"])
    expires_in: int = Field(description="Seconds.", examples=[30])


class QueueDepths(View):
    """Messages that wait to be sent, over all connections and on the worst one."""

    waiting: int = Field(examples=[0])
    longest: int = Field(examples=[0])


class StatusView(View):
    """The live connections of this process."""

    connections: int = Field(examples=[12])
    diagnoses: int = Field(description="With at least one open screen.", examples=[10])
    topics: int = Field(description="Topics that somebody listens to.", examples=[57])
    queue_depths: QueueDepths
    position: int = Field(
        description="The last event that was handed on, by its id in the whole log.", examples=[987]
    )
    slowest_ack: int | None = Field(
        description="The lowest position among those that clients have acknowledged.",
        examples=[980],
    )
