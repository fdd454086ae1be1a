"""Request models of reading and answering reports."""

from typing import Annotated

from pydantic import Field

from tajriba.feedback.schemas import Answer, ShortText
from tajriba.kit.http.schemas import Body, Id


class ReadBody(Body):
    """Reports that were read."""

    feedback_ids: Annotated[list[Id], Field(min_length=1, max_length=200)] = Field(examples=[[1]])


class AnswerBody(Body):
    """What a practitioner answers: a choice, a sentence, or both."""

    answer: Answer | None = Field(None, examples=["call_me"])
    text: ShortText | None = Field(None, examples=["امروز عصر تماس می‌گیرم."])
