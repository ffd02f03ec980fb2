"""What the services answer about what waits at an office, asked at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from kring_portal.manager.asking import of_every_service, perhaps
from kring_portal.web.visit import Visit
from kring_shared.contracts.conference import (
    ConferenceList,
    ListConferences,
    ListSafetySignals,
    SafetySignalList,
)
from kring_shared.contracts.every_service import DeadLetters, ListDeadLetters, ListEmergencies, Looks
from kring_shared.contracts.intake import (
    CaseLine,
    CaseList,
    DuplicateList,
    ListCases,
    ListDuplicates,
    ListQuarantine,
    ListTransfers,
    QuarantineList,
    TransferList,
)
from kring_shared.contracts.matching import ListSearches, SearchLine, SearchList
from kring_shared.contracts.notifications import ListToTell, ToTellList
from kring_shared.contracts.registry import (
    AskedList,
    BreachList,
    ClaimList,
    ListAsked,
    ListBreaches,
    ListClaims,
    ListRegistrations,
    RegistrationLine,
    RegistrationList,
)

WAITING: Final = ("information-talk", "received", "triaged", "awaiting-consent", "consented", "awaiting-funding")
"""Where a request waits for a step of the office."""
UNDER_WAY: Final = (
    "awaiting-coordinator",
    "preparing",
    "ready",
    "postponed",
    "adjourned",
    "information-phase",
    "private-time",
    "presentation-phase",
)
"""Where the circle has not met, or meets."""
MET: Final = ("concluded", "without-meeting")
"""Where only calls are left; one that is off waits for nobody."""
SOUGHT: Final = ("searching", "proposed", "accepted", "unfilled", "frozen")
"""Where a search stands that is not over."""
MANY: Final = 500
MOST: Final = 1000
A_PAGE: Final = 200
"""As many as services that answer page by page give at once."""
LATELY: Final = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers; absent where a service did not give one."""

    waiting: CaseList | None
    held: CaseList | None
    duplicates: DuplicateList | None
    quarantine: QuarantineList | None
    transfers: TransferList | None
    signals: SafetySignalList | None
    conferences: ConferenceList | None
    met: ConferenceList | None
    contested: ConferenceList | None
    overdue: ConferenceList | None
    to_tell: ToTellList | None
    asked: AskedList | None
    breaches: BreachList | None
    submitted: ClaimList | None
    approved: ClaimList | None
    registrations: tuple[RegistrationLine, ...]
    searches: tuple[SearchLine, ...] | None
    more_searches: bool
    more_registrations: bool
    letters: Mapping[str, DeadLetters | None]
    emergencies: Mapping[str, Looks | None]

    @property
    def waiting_cases(self) -> tuple[CaseLine, ...]:
        """Give the requests that wait for a step and are not held."""
        return self.waiting.cases if self.waiting else ()

    @property
    def is_whole(self) -> bool:
        """Tell whether every service answered."""
        asked = (self.waiting, self.held, self.duplicates, self.quarantine, self.transfers, self.signals)
        more = (self.conferences, self.to_tell, self.asked, self.breaches, self.submitted, self.approved, self.searches)
        return None not in (*asked, *more, *self.letters.values())


async def answers_for(visit: Visit) -> Answers:
    """Ask everything at once."""
    now = visit.house.now()
    (one, two, conferences), (registrations, searches, letters, emergencies) = await asyncio.gather(
        asyncio.gather(_of_intake(visit), _of_the_rest(visit), _conferences(visit)),
        asyncio.gather(
            perhaps(visit.ask(ListRegistrations(year=now.year, since_year=now.year - 1, limit=MOST), RegistrationList)),
            perhaps(visit.ask(ListSearches(stages=SOUGHT, limit=A_PAGE), SearchList)),
            of_every_service(visit, ListDeadLetters(limit=100), DeadLetters),
            of_every_service(visit, ListEmergencies(since=now - LATELY), Looks),
        ),
    )
    return Answers(
        waiting=one[0],
        held=one[1],
        duplicates=one[2],
        quarantine=one[3],
        transfers=one[4],
        signals=two[0],
        conferences=conferences[0],
        met=conferences[1],
        contested=conferences[2],
        overdue=conferences[3],
        to_tell=two[1],
        asked=two[2],
        breaches=two[3],
        submitted=two[4],
        approved=two[5],
        registrations=registrations.registrations if registrations else (),
        more_registrations=bool(registrations and registrations.next_after),
        searches=searches.searches if searches else None,
        more_searches=bool(searches and searches.next),
        letters=letters,
        emergencies=emergencies,
    )


async def _of_intake(
    visit: Visit,
) -> tuple[CaseList | None, CaseList | None, DuplicateList | None, QuarantineList | None, TransferList | None]:
    office = visit.office
    return await asyncio.gather(
        perhaps(visit.ask(ListCases(office=office, stages=WAITING, held=False, limit=MANY), CaseList)),
        perhaps(visit.ask(ListCases(office=office, held=True, limit=MANY), CaseList)),
        perhaps(visit.ask(ListDuplicates(office=office, limit=MANY), DuplicateList)),
        perhaps(visit.ask(ListQuarantine(office=office, limit=MANY), QuarantineList)),
        perhaps(visit.ask(ListTransfers(office=office, limit=MANY), TransferList)),
    )


async def _of_the_rest(
    visit: Visit,
) -> tuple[
    SafetySignalList | None,
    ToTellList | None,
    AskedList | None,
    BreachList | None,
    ClaimList | None,
    ClaimList | None,
]:
    signals, to_tell, asked, breaches = await asyncio.gather(
        perhaps(visit.ask(ListSafetySignals(), SafetySignalList)),
        perhaps(visit.ask(ListToTell(), ToTellList)),
        perhaps(visit.ask(ListAsked(), AskedList)),
        perhaps(visit.ask(ListBreaches(), BreachList)),
    )
    submitted, approved = await asyncio.gather(
        perhaps(visit.ask(ListClaims(stage="submitted", limit=MANY), ClaimList)),
        perhaps(visit.ask(ListClaims(stage="approved", limit=MANY), ClaimList)),
    )
    return signals, to_tell, asked, breaches, submitted, approved


async def _conferences(visit: Visit) -> list[ConferenceList | None]:
    """Ask what is under way, whose plan is contested and what is overdue, each by itself: old ones count too."""
    asked = (
        ListConferences(stages=UNDER_WAY, limit=A_PAGE),
        ListConferences(stages=MET, limit=A_PAGE),
        ListConferences(plan_stage="contested", limit=A_PAGE),
        ListConferences(overdue=True, limit=A_PAGE),
    )
    return await asyncio.gather(*(perhaps(visit.ask(one, ConferenceList)) for one in asked))
