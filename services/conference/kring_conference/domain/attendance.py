"""Who is there on the day, in the room or from afar."""

from collections.abc import Iterable
from dataclasses import replace

from kring_conference.domain.apart import Pair
from kring_conference.domain.participant import COMING, Participant, of_the_circle
from kring_conference.process import PathStage
from kring_shared.contracts.conference import Answered
from kring_shared.kernel.errors import NotReady, Refused


def there(people: Iterable[Participant]) -> list[Participant]:
    """Give who is there."""
    return [person for person in people if person.stage is PathStage.ATTENDED and not person.is_out]


def arrived(person: Participant) -> Participant:
    """Note that somebody is there; also who was to be heard in another way, and came after all.

    Raises:
        Refused: they were not to come, so nobody told them beforehand what they have to know.
    """
    if not (person.takes_part or person.is_out):
        raise Refused(
            "this person was not to come, and whoever joins has heard of everything beforehand; "
            "they may be heard in another way, or on another day"
        ).because("was-not-to-come")
    here = person.attended()
    return here if here.answer in COMING else replace(here, answer=Answered.COMES, represented_by=None)


def must_be_a_circle(here: Iterable[Participant]) -> None:
    """Hold who is there against what a meeting is for.

    Raises:
        NotReady: nobody of the circle came.
    """
    if not of_the_circle(here):
        raise NotReady("nobody of the circle is there; wait for them, or choose another day (postpone-conference)")


def must_not_meet(apart: Iterable[Pair], here: Iterable[Participant]) -> None:
    """Hold who is there against who is never in one room, nor in one call.

    Raises:
        NotReady: two of them would meet. It does not say who: others may be looking along.
    """
    ids = {person.id for person in here}
    if any(pair <= ids for pair in apart):
        raise NotReady(
            "two people who never meet would be in one room, or one call: one of them is heard in another way, or "
            "comes on another day; show-conference tells you who is kept apart"
        )


def given(person: Participant) -> Participant:
    """Hold who informed the circle against who may.

    Raises:
        Refused: they are no professional, or are not there.
    """
    if not person.part.is_professional:
        raise Refused("information is given by a professional; what the circle itself says is not noted").because(
            "only-professionals-inform"
        )
    if person.stage is not PathStage.ATTENDED:
        raise Refused("note first that this professional is there (note-arrival)").because("not-there-yet")
    return person


def expected_again(people: Iterable[Participant]) -> list[Participant]:
    """Give all these people on their way to another day: who was there or missed is expected again."""
    return [person.expected_again() for person in people]
