"""What a picture of a circle shows of each person: a name, a shape and a word for what they answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kring_portal.coordinator.cases import IN_THE_CIRCLE
from kring_portal.coordinator.picture.boxes import Box, fitting, width_of
from kring_portal.coordinator.picture.layout import Picture, Somebody, laid_out
from kring_portal.web.words import Words
from kring_shared.contracts.conference import ConferenceShown, ParticipantLine
from kring_shared.contracts.field import Part

NAME_SIZE: Final = 15.0
SMALL_SIZE: Final = 12.5
SIDE_ROOM: Final = 20.0
MARK_ROOM: Final = 20.0
MARKS: Final[dict[str, tuple[str, ...]]] = {
    "yes": ("comes", "comes-remote", "prepared", "attended"),
    "no": ("does-not-come", "absent"),
    "otherwise": ("is-represented", "by-letter"),
    "waiting": ("invited",),
    "out": ("not-invited-for-safety", "stepped-out", "left"),
}
"""Which shape stands for which answer; nothing was asked yet of everybody else."""


@dataclass(frozen=True)
class Node:
    """One person in the picture, with everything that is written there."""

    person: ParticipantLine
    box: Box
    mark: str
    name: str
    said: str
    is_main: bool
    is_outside: bool


@dataclass(frozen=True)
class Drawn:
    """A picture, and who is in it."""

    picture: Picture
    nodes: tuple[Node, ...]


def mark_of(stage: str) -> str:
    """Give the shape for how far somebody is."""
    return next((mark for mark, stages in MARKS.items() if stage in stages), "not-yet")


def picture_of(shown: ConferenceShown, words: Words) -> Drawn:
    """Draw the circle of a conference, as its coordinator may see it."""
    people = {person.person_id: person for person in shown.participants}
    picture = laid_out(
        (_somebody(person) for person in people.values()),
        supports=_supports(people.values()),
        apart=[(first, second) for first, second in (pair for pair in shown.kept_apart if len(pair) == len("ab"))],
    )
    on_lines = {line.label.words for line in picture.lines if line.label}
    nodes = tuple(_node(people[one], box, words, on_lines) for one, box in picture.places.items())
    return Drawn(picture, nodes)


def _somebody(person: ParticipantLine) -> Somebody:
    return Somebody(
        person.person_id,
        is_main=person.part is Part.MAIN_PERSON,
        is_outside=person.part not in IN_THE_CIRCLE,
        side=person.side or "",
        suggested_by=person.suggested_by or "",
        relation=person.relation,
    )


def _supports(people: Iterable[ParticipantLine]) -> list[tuple[str, str]]:
    return [(person.person_id, person.support_person_id) for person in people if person.support_person_id]


def _node(person: ParticipantLine, box: Box, words: Words, on_lines: set[str]) -> Node:
    room = box.width - SIDE_ROOM
    stands = words.term("coordinator-stage-of", person.stage)
    more = "" if person.relation in on_lines else person.relation  # its line had no room for it
    if person.part not in IN_THE_CIRCLE:
        more = words.term("coordinator-part", person.part)
    ways = (f"{stands}, {more}" if more else stands, stands, words.term("coordinator-mark", mark_of(person.stage)))
    fits = (one for one in ways if width_of(one, SMALL_SIZE) <= room - MARK_ROOM)
    said = next(fits, ways[-1])  # the table has it in full
    return Node(
        person,
        box,
        mark_of(person.stage),
        fitting(person.name, NAME_SIZE, room),
        fitting(said, SMALL_SIZE, room - MARK_ROOM),
        person.part is Part.MAIN_PERSON,
        person.part not in IN_THE_CIRCLE,
    )
