"""What the list is held against, and the questions its items ask again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_shared.contracts.conference import Answered
from kring_shared.contracts.field import ConferenceType, Part


@dataclass(frozen=True)
class Preparation:
    """A conference and its people at one moment. `on_the_day`: the meeting is about to open, its hour may have come."""

    conference: Conference
    people: Sequence[Participant]
    now: datetime
    on_the_day: bool = False

    @property
    def still(self) -> list[Participant]:
        """Give the people it goes on with."""
        return [person for person in self.people if not person.is_out]

    def of(self, part: Part) -> list[Participant]:
        """Give the participants of a part it goes on with."""
        return [person for person in self.still if person.part is part]

    @property
    def taking_part(self) -> list[Participant]:
        """Give those who take part."""
        return [person for person in self.people if person.takes_part]

    @property
    def expected(self) -> list[Participant]:
        """Give those who will be there, in the room or from afar."""
        return [person for person in self.people if person.is_expected]

    def comes(self, person_id: str | None) -> bool:
        """Tell whether somebody is known in this case, and will be there."""
        return any(person.id == person_id for person in self.expected)

    def is_in_the_room(self, person: Participant) -> bool:
        """Tell whether somebody comes in person; to a meeting that is wholly online nobody does."""
        return person.is_expected and self.conference.day.has_a_room and person.answer is not Answered.COMES_REMOTE

    @property
    def is_community(self) -> bool:
        """Tell whether a street or a group is asked, of which nobody has to be known by name."""
        return self.conference.kind is ConferenceType.COMMUNITY
