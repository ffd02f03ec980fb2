"""How much a coordinator has to do: their cases here, and what they are lent for."""

from collections.abc import Iterable
from typing import Final

from kring_matching.domain.loan import Lending
from kring_matching.domain.search import Search
from kring_matching.process import BEGUN, Lent, Stage

TAKES_TIME: Final = (Stage.ACCEPTED, *BEGUN)
"""A case counts from the yes on, so that two at once never become one too many; a frozen one may come back."""
IS_LENT: Final = (Lent.OFFERED, Lent.LENT)
"""A loan counts from the moment it is offered: the neighbour may begin without asking again."""


def load_of(searches: Iterable[Search], lendings: Iterable[Lending] = (), *, besides: str = "") -> int:
    """Count the cases and loans of one coordinator; the case `besides` does not count, it is the one in question."""
    cases = sum(one.stage in TAKES_TIME and one.case_id != besides for one in searches)
    return cases + sum(one.stage in IS_LENT for one in lendings)
