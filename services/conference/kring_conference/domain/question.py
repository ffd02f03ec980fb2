"""Whose question it is: every main person's, and that of whoever asked for the conference (vraagstelling)."""

from collections.abc import Iterable

from kring_conference.domain.participant import Participant
from kring_shared.contracts.conference import AgreeQuestion
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import InvalidFields, NotReady


def must_be_agreed(message: AgreeQuestion, people: Iterable[Participant]) -> None:
    """Hold a question against those who have to agree with it.

    Raises:
        NotReady: not everybody agrees, or there is no main person left to agree.
        InvalidFields: somebody is named who is no main person it goes on with.
    """
    main_persons = {person.id for person in people if person.part is Part.MAIN_PERSON and not person.is_out}
    if not main_persons:
        raise NotReady("there is no main person to agree on a question; ask the regional manager with whom it goes on")
    named = set(message.agreed_by) or main_persons
    if not named <= main_persons:
        raise InvalidFields(
            ("/agreedBy",),
            "name main persons it goes on with, or nobody when all of them agree (show-conference names them)",
        ).because("only-main-persons-still-in")
    lacking = (
        *(() if named == main_persons else ("every main person",)),
        *(() if message.requester_agrees else ("whoever asked for the conference",)),
    )
    if lacking:
        raise NotReady(
            f"{' and '.join(lacking)} must agree as well: put the question anew, together, until all of them do"
        )
