"""How the people of the sample referrals are, and what the regional managers find out about them."""

from dataclasses import replace
from typing import Final

from deploy.demo.family import FAMILY
from kring_shared.contracts.intake import RequestReceived
from kring_shared.testing.people.beside import Findings, pair
from kring_shared.testing.people.case import Temper

TEMPERS: Final = {
    1: Temper(first_coordinator="declines"),
    4: Temper(withdraws_after="conference.conference-scheduled.v1"),
    5: Temper(first_coordinator="stays-silent"),
    7: Temper(says_yes=False),
    8: Temper(refuses_first_coordinator=True),
    10: Temper(withdraws_after="conference.plan-distributed.v1"),
    13: Temper(says_yes=False),
    16: Temper(finds_a_tie=True),
}
"""How the people of some cases behave, by the order in which the requests came in; all others go straight through,
but for the first under compulsion, whose plan is sent back once."""

ASKED_FOR: Final = "so"
"""Somali: no coordinator of the office that is asked for it speaks it, and one of a neighbour does."""

TOLD: Final = ("gent", 4)
"""The office of the family whose plan is told, and how many people it is about: there is one such request."""

FINDINGS: Final = Findings(
    same=frozenset({pair("WO-2026-118", "JGD-5120")}),
    taken_for_same=frozenset({pair("CLB-5530", "WGC-208")}),  # two cousins of one name, in one house
    belongs_to={"TV-26-881": "amersfoort"},
)


class TemperByOrder:
    """Gives each request that comes in the temper of its place."""

    def __init__(self) -> None:
        """Start before the first."""
        self._seen, self._sent_back = 0, False

    def __call__(self, received: RequestReceived) -> Temper:
        """Give the temper of the next one; everywhere coordinators claim, and people are asked for marks."""
        self._seen += 1
        return replace(self._temper(received), claims=True, gives_marks=self._seen)

    def _temper(self, received: RequestReceived) -> Temper:
        if (received.office, len(received.main_persons)) == TOLD:
            return Temper(family=FAMILY)
        if received.mandates and not self._sent_back:
            self._sent_back = True
            return Temper(plan_is_sent_back=True)
        if ASKED_FOR in received.dossier.wishes.languages:
            return Temper(asks_neighbours=True)
        if received.channel == "phone":
            return Temper(takes_a_learner=True)
        return TEMPERS.get(self._seen - 1, Temper())
