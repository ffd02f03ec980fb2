"""What a regional manager decided: who may be asked for a case, in which order, and why so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kring_matching.domain.coordinator import Coordinator
from kring_matching.domain.eligibility import Stops, Words
from kring_shared.contracts.matching import ApproveShortlist, ProposeCoordinator, ShortlistReason
from kring_shared.contracts.policies import Policy, Supervision
from kring_shared.kernel.errors import InvalidFields, NotReady

FOLLOWS_THE_RANKING: Final = ShortlistReason.BEST_SCORE
UNKNOWN: Final = Stops(
    "unknown", Words("is not in the register of this office", "staat niet in het register van dit kantoor")
)


class CannotPropose(InvalidFields):
    """A hard rule keeps somebody from this case; who, which rule and its sentence are in the message."""

    code = "kring.cannot-propose"

    def __init__(self, message: str, fields: tuple[str, ...] = ()) -> None:
        """Keep the words, and JSON pointers at each who cannot."""
        super().__init__(fields, message)


@dataclass(frozen=True)
class Choice:
    """A shortlist (voorkeurslijst) as it was approved, and how it stands to the ranking that was shown.

    `places` are places in that ranking, 1 is the best and 0 was not shown; empty when none was shown.
    """

    coordinator_ids: tuple[str, ...]
    reason: ShortlistReason
    against_ranking: bool
    places: tuple[int, ...] = ()
    hours_to_answer: int | None = None
    supervised_by: str = ""


def choice_of(message: ApproveShortlist | ProposeCoordinator) -> Choice:
    """Read what was decided.

    Raises:
        InvalidFields: somebody is on the list twice.
        NotReady: it is not the order that was explained, and nothing says why.
    """
    if isinstance(message, ProposeCoordinator):  # the short way: one coordinator, with the reason beside it
        against = message.reason != FOLLOWS_THE_RANKING
        hours, support = message.respond_within_hours, message.supervised_by
        return Choice((message.coordinator_id,), message.reason, against, (), hours, support)
    chosen = message.coordinator_ids
    twice = tuple(f"/coordinatorIds/{n}" for n, one in enumerate(chosen) if one in chosen[:n])
    if twice:
        raise InvalidFields(twice, "nobody is asked twice: name each coordinator once, in the order of asking").because(
            "asked-twice"
        )
    against = goes_against(chosen, message.ranking)
    if against and message.reason == FOLLOWS_THE_RANKING:
        raise NotReady(
            "this is not the order that Kring explained: give a `reason` other than `best-score`, as a code such as "
            "`known-to-family`",
            "reason-for-order",
        )
    places = tuple(_place(one, message.ranking) for one in chosen) if message.ranking else ()
    return Choice(chosen, message.reason, against, places, message.respond_within_hours, message.supervised_by)


def goes_against(chosen: Sequence[str], ranking: Sequence[str]) -> bool:
    """Tell whether a list is another than the head of the ranking; whoever decided without one did not follow it."""
    return tuple(chosen) != tuple(ranking[: len(chosen)])


def refusal(stops: Sequence[tuple[int, str, Sequence[Stops]]]) -> CannotPropose:
    """Say who cannot be asked and why, by place in the list, id and rules; the list is refused as a whole."""
    who = "; ".join(f"{one}: {', '.join(f'{s.code} ({s.because.en})' for s in why)}" for _, one, why in stops)
    message = f"cannot be proposed, so nobody is asked: {who}; leave them out and approve the others"
    return CannotPropose(message, tuple(f"/coordinatorIds/{place}" for place, _, _ in stops))


def needs_support(coordinator: Coordinator, policy: Policy) -> bool:
    """Tell whether somebody supports this coordinator in a conference: always, or until the certificate."""
    return coordinator.supervised or policy.career.supervision is Supervision.ALWAYS


def supporter(choice: Choice, coordinators: Sequence[Coordinator], policy: Policy, approves: str) -> str:
    """Give who supports those of the list who need it: who was named, else who approves it; empty when nobody does.

    Raises:
        InvalidFields: somebody would support themselves.
    """
    need = [one.id for one in coordinators if needs_support(one, policy)]
    who = choice.supervised_by or (approves if need else "")
    if who in need:
        raise InvalidFields(
            ("/supervisedBy",), "nobody supports their own conference: name another coordinator"
        ).because("supports-own-conference")
    return who


def _place(coordinator_id: str, ranking: Sequence[str]) -> int:
    return ranking.index(coordinator_id) + 1 if coordinator_id in ranking else 0
