"""The two circles of a restorative conference: what each may know of the other, and when a side has stopped."""

from collections.abc import Iterable
from typing import Final

from kring_conference.domain.participant import CIRCLE, Participant
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import Side
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.kernel.errors import InvalidFields

HAVE_SIDES: Final = ConferenceType.RESTORATIVE
"""The one type of conference with two circles."""


def must_have_two_circles(kind: ConferenceType, field: str) -> None:
    """Hold what only two circles have, against a conference; `field` points at what was said.

    Raises:
        InvalidFields: the conference has one circle only.
    """
    if kind is not HAVE_SIDES:
        raise InvalidFields((field,), "only a restorative conference has two circles; leave this out").because(
            "two-circles-only"
        )


def must_fit_the_side(kind: ConferenceType, part: Part) -> None:
    """Hold a side against where sides exist.

    Raises:
        InvalidFields: the conference has one circle only, or the person is of neither.
    """
    must_have_two_circles(kind, "/side")
    if part not in CIRCLE:
        raise InvalidFields(
            ("/side",), "professionals and interpreters belong to neither circle; leave the side out"
        ).because("belongs-to-no-circle")


def knows_of(viewer: Participant | None, other: Participant, role: Role, *, two_circles: bool = False) -> bool:
    """Tell whether somebody may know who a participant is and how they take part.

    The coordinator knows everybody. Of the other side one knows only those who said that they may be shown; so it is
    with everybody of the circle while it is not said yet to which side one of the two belongs.

    Args:
        viewer: Who looks, when they take part; none for everybody else.
        other: Whom they look at.
        role: In which role they look.
        two_circles: Whether the conference has them.
    """
    if role is Role.COORDINATOR:
        return True
    if viewer is None or role not in {Role.MAIN_PERSON, Role.CIRCLE_MEMBER}:
        return False
    if viewer.id == other.id:
        return True
    if role is Role.CIRCLE_MEMBER and not other.takes_part:
        return False
    if not two_circles or other.part not in CIRCLE:
        return True
    same_circle = viewer.side is not None and viewer.side is other.side
    return same_circle or other.may_be_shown


def is_still_heard(people: Iterable[Participant], without: Participant, kind: ConferenceType) -> bool:
    """Tell whether it can go on without somebody: a main person is still heard, of their own side where there are two.

    Whose side is not known yet may belong to either.
    """
    if without.part is not Part.MAIN_PERSON:
        return True
    heard = [p for p in people if p.part is Part.MAIN_PERSON and p.id != without.id and p.is_heard]
    if kind is not HAVE_SIDES:
        return bool(heard)
    if without.side is not None:
        return any(person.side in {without.side, None} for person in heard)
    unheard = set(Side) - {person.side for person in heard}
    return len(unheard) <= sum(person.side is None for person in heard)
