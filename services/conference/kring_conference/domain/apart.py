"""Who is never in one room, nor in one call: pairs of people, known to the coordinator only."""

from collections.abc import Iterable

from kring_conference.domain.participant import Participant, one_of
from kring_shared.kernel.errors import InvalidFields

Pair = frozenset[str]


def pair_of(people: Iterable[Participant], person_id: str, other_id: str) -> Pair:
    """Give two people of a case as a pair.

    Raises:
        InvalidFields: it is one person twice.
        NotFound: one of them is nobody in this case.
    """
    everybody = tuple(people)
    if person_id == other_id:
        raise InvalidFields(("/otherId",), "name two people: nobody is kept apart from themselves").because(
            "name-two-people"
        )
    return frozenset({one_of(everybody, person_id).id, one_of(everybody, other_id).id})


def are_apart(pairs: Iterable[Pair], one: str, other: str) -> bool:
    """Tell whether two people may not meet."""
    return frozenset({one, other}) in set(pairs)
