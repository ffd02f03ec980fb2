"""What a message of each moment may say: the only values that can be filled in, by name and type."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from kring_shared.contracts.notifications import Moment


class Fields(BaseModel):
    """What every letter says: to whom, and who writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    signature: str


class FieldsWithMoment(Fields):
    """For a letter about a moment: its day in words, and its time."""

    day: str
    time: str


class FieldsWithDay(Fields):
    """For a letter about a day: the day in words."""

    day: str


class FieldsWithNewDay(Fields):
    """For a letter about another day than people knew of; it is not always known which."""

    day: str | None = None
    time: str | None = None


class FieldsWithLastDay(Fields):
    """For a letter about something that can be done until a day; it is not always known which."""

    last_day: str | None = None


class FieldsWithEnd(Fields):
    """For a letter about something that ends: the last day on which it still counts."""

    last_day: str


class FieldsWithForm(FieldsWithEnd):
    """For a form: its code, the ten marks to choose from, until when, and on which page it is answered, if on one."""

    code: str
    marks: str
    where: str | None = None


class FieldsWithCount(Fields):
    """For a letter about things that wait: how many there are."""

    count: int = Field(ge=1)


class ShortFields(BaseModel):
    """What every text message says: who writes; never to whom, since others may see it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    signature: str


class ShortFieldsWithMoment(ShortFields):
    """For a text message about a moment: its day in words, and its time."""

    day: str
    time: str


class LinkFields(BaseModel):
    """For the paragraph with a personal link: the link, and the last day on which it opens."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    link: str
    last_day: str


FIELDS: Final[Mapping[Moment, type[Fields]]] = {
    **dict.fromkeys(Moment, Fields),
    Moment.CASE_PROPOSED: FieldsWithMoment,
    Moment.PROPOSAL_WAITS: FieldsWithMoment,
    Moment.SCREENING_ENDS: FieldsWithEnd,
    Moment.DATE_REMINDER: FieldsWithMoment,
    Moment.FUNDING_REFUSED: FieldsWithLastDay,
    Moment.ANOTHER_DAY: FieldsWithNewDay,
    Moment.REVIEW_NEAR: FieldsWithDay,
    Moment.MESSAGES_TO_TELL: FieldsWithCount,
    Moment.SATISFACTION_FORM: FieldsWithForm,
    Moment.SATISFACTION_FORM_MINOR: FieldsWithForm,
}
"""What a letter may say, at each moment."""

SHORT_FIELDS: Final[Mapping[Moment, type[ShortFields]]] = {
    **dict.fromkeys(Moment, ShortFields),
    Moment.DATE_REMINDER: ShortFieldsWithMoment,
}
"""What a text message may say, at each moment."""
