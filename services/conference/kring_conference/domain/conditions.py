"""What binds the plan: set in time for everybody to know it beforehand, and known to each with a receipt."""

from collections.abc import Collection, Iterable

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant, one_of
from kring_conference.process import CONFERENCE, PREPARATION, Stage
from kring_shared.contracts.conference import AddCondition
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import NotAllowedNow, NotReady, Refused


class OnlyBeforehand(NotAllowedNow):
    """A condition came when people were together, or later; only what was shared beforehand binds (voorwaarden)."""

    def __init__(self, stage: Stage) -> None:
        """Say where it stands, and what can be done with what is new."""
        super().__init__(asked=AddCondition.name, stage=stage.value, possible=CONFERENCE.possible(stage))
        message = (
            f"only conditions shared beforehand bind the plan, and this is {stage.value}: tell what is new where "
            "everybody hears it, and the circle decides itself what it does with it"
        )
        self.args = (message,)


def with_room_for_a_condition(conference: Conference) -> Conference:
    """Give the conference as it goes on with one more condition.

    Raises:
        OnlyBeforehand: people met already.
        NotAllowedNow: there is no preparation yet, or any more.
        Refused: nobody is compelled here, so nothing binds the plan but the circle's own word.
    """
    beforehand = (Stage.AWAITING_COORDINATOR, *PREPARATION, Stage.CANCELLED)
    if conference.stage not in beforehand:
        raise OnlyBeforehand(conference.stage)
    moved = conference.moved(AddCondition)
    if not conference.is_mandatory:
        raise Refused(
            "no conditions bind a plan where help is free to refuse; say what matters to you in the first part"
        ).because("no-conditions-here")
    return moved


def everyone_knows_them(conference: Conference, people: Iterable[Participant]) -> bool:
    """Tell whether everybody who takes part was told every condition; who accepts the plan speaks for who set them."""
    told = (person for person in people if person.takes_part and person.part is not Part.ACCEPTOR)
    return all(person.told.conditions >= len(conference.conditions) for person in told)


def to_be_told(people: Iterable[Participant], named: Collection[str]) -> tuple[Participant, ...]:
    """Give those who were told: the ones named, or everybody who was spoken with and goes on.

    Raises:
        NotFound: nobody in this case has that id.
        NotReady: nobody spoke with one of them yet, or with anybody at all.
        Refused: somebody who was named takes no further part.
    """
    everybody = tuple(people)
    if not named:
        told = tuple(person for person in everybody if person.spoken_with and not person.is_out)
        if not told:
            raise NotReady("speak with those who take part first (record-contact); nobody can have been told yet")
        return told
    told = tuple(one_of(everybody, person_id) for person_id in dict.fromkeys(named))
    if any(person.is_out for person in told):
        raise Refused("somebody you named takes no further part: leave them out of the list").because(
            "named-takes-no-part"
        )
    if not all(person.spoken_with for person in told):
        raise NotReady("speak first with everybody you named (record-contact): conditions are told in person")
    return told
