"""The list as a whole: which items a preparation has, what is done, and what is still to be done."""

from dataclasses import dataclass
from typing import Final

from kring_conference.readiness.care import CARE
from kring_conference.readiness.day import DAY
from kring_conference.readiness.essentials import ESSENTIALS
from kring_conference.readiness.item import Item
from kring_conference.readiness.people import OF_ITS_KIND, PEOPLE
from kring_conference.readiness.preparation import Preparation
from kring_shared.contracts.conference import MAY_BE_LEFT_OUT, Check
from kring_shared.kernel.errors import NotReady

CHECKLIST: Final[tuple[Item, ...]] = (*ESSENTIALS, *PEOPLE, *OF_ITS_KIND, *CARE, *DAY)
COORDINATOR_ONLY: Final = frozenset({Check.SAFETY_ASKED, Check.APART})
"""What others could read from it who feels unsafe, or that some may not meet; only the coordinator sees how it stands.
"""


@dataclass(frozen=True)
class Line:
    """One item held against one preparation; `what` is still to be done, and empty when it is `done`."""

    check: Check
    done: bool
    what: str
    because: str


def items(preparation: Preparation) -> tuple[Item, ...]:
    """Give what this preparation needs, by its type, context and policy.

    When it is urgent the list is shorter, as far as any policy can shorten it. On the day itself nobody is kept from
    meeting for want of food: what a policy may do without, a circle that stands at the door can do without as well.
    """
    conference = preparation.conference
    left_out = conference.policy.checklist.without(conference.dossier.urgency) & MAY_BE_LEFT_OUT
    if preparation.on_the_day:
        left_out = MAY_BE_LEFT_OUT
    return tuple(item for item in CHECKLIST if item.check not in left_out and item.applies(preparation))


def checklist(preparation: Preparation, *, to_coordinator: bool = True) -> tuple[Line, ...]:
    """Say of every item whether it is there, what is to be done when it is not, and why; never naming a person.

    Args:
        preparation: The conference and its people now.
        to_coordinator: The coordinator looks at it. Others hear nothing of who feels safe, or is kept apart.
    """
    hidden = frozenset() if to_coordinator else COORDINATOR_ONLY
    return tuple(_line(item, preparation) for item in items(preparation) if item.check not in hidden)


def missing(preparation: Preparation, *, to_coordinator: bool = True) -> tuple[str, ...]:
    """Say in words what is still to be done; empty when everything is there. Never names a person."""
    return tuple(line.what for line in checklist(preparation, to_coordinator=to_coordinator) if not line.done)


def must_be_ready(preparation: Preparation) -> None:
    """Hold a preparation against the list.

    Raises:
        NotReady: names, in words, everything that is still to be done.
    """
    gaps = tuple(line for line in checklist(preparation) if not line.done)
    if gaps:
        raise NotReady(f"not ready yet: {'; '.join(line.what for line in gaps)}", *(line.check for line in gaps))


def _line(item: Item, preparation: Preparation) -> Line:
    done = item.is_there(preparation)
    return Line(item.check, done, "" if done else item.missing, item.because)
