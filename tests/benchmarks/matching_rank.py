"""The ranking half of `matching`: what it costs to explain who fits one request, among few and among many."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Coordinator, Search
from kring_matching.process import Stage
from kring_matching.queries.ranking import Rankings
from kring_matching.store import SHELVES
from kring_matching.store.coordinator import CoordinatorRow, row_of
from kring_matching.store.search import SearchRow
from kring_matching.store.search import row_of as search_row
from kring_shared.contracts.field import ConferenceType, Dossier, Gender, PersonCard, Wishes
from kring_shared.contracts.matching import (
    LanguageLevel,
    LanguageSkill,
    Period,
    PrivateWishes,
    RankCoordinators,
    Ranking,
    SelfDeclared,
    Statute,
    StatuteKind,
)
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.municipalities import PLACES, distance_km
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load
from kring_shared.runtime.vault.vault import Vault, WrappedKey
from kring_shared.testing.work import NOON, an_actor
from tests.benchmarks.report import Report, ratios
from tests.unit.stores import migrated

FEW: Final = 250
OFFICE: Final = "utrecht"
TODAY: Final = NOON.date()
LANGUAGES: Final = ("nl", "tr", "ar", "en", "pl", "so", "fa", "ti", "fr", "rif")
TOWNS: Final = tuple(PLACES)
NEAR: Final = {here: sorted(TOWNS, key=lambda there: distance_km(here, there) or 0.0)[1:9] for here in TOWNS}
OPEN_CASE: Final = f"{1:032x}"
PRIVATE_CASE: Final = f"{2:032x}"
DOSSIER: Final = Dossier(
    conference_type=ConferenceType.FAMILY,
    policy="nl/1",
    municipality="Utrecht",
    languages=("nl", "tr"),
    wishes=Wishes(gender=Gender.FEMALE, age_band="40-60", languages=("tr", "nl")),
)
VERSION: Final = {"version": 1}
WRITTEN: Final = 5_000
"""Rows written in one statement."""


class Keys:
    """Wrapped keys in memory: the vault's own table is not what is measured here."""

    def __init__(self) -> None:
        self.kept: dict[str, WrappedKey] = {}

    def fetch(self, scope: str) -> WrappedKey | None:
        return self.kept.get(scope)

    def add(self, keys: list[WrappedKey]) -> None:
        self.kept |= {key.scope: key for key in keys}

    def destroy(self, scope: str) -> None:
        self.kept.pop(scope)

    def destroyed(self, scopes: Sequence[str]) -> set[str]:
        return set(scopes) - set(self.kept)


class Office:
    """One office with so many coordinators in SQLite, and requests for which they are ranked."""

    def __init__(self, folder: Path, coordinators: int) -> None:
        """Make it; the same for a number."""
        self.coordinators, self._vault = coordinators, Vault(Keys(), {"*": bytes(32)})
        here = folder / str(coordinators)
        here.mkdir()
        self._database: Database = migrated(service, here)
        self._rankings = Rankings(plugins.load(service, SharedSettings()))
        chance = Random(coordinators)  # noqa: S311 - a test set, and the same at each run
        for start in range(0, coordinators, WRITTEN):
            some = range(start, min(start + WRITTEN, coordinators))
            people = [self._coordinator(number, chance) for number in some]
            self._write(CoordinatorRow, [row_of(one) | VERSION for one in people])
            self._write(SearchRow, [row for one in people for row in _cases(one, chance)])
        wishes = self._vault.seal(OFFICE, scope_of(Scope.CASE, PRIVATE_CASE), PrivateWishes(religion="muslim"))
        waiting = (_search(OPEN_CASE), _search(PRIVATE_CASE, private_wishes=wishes))
        self._write(SearchRow, [search_row(one) | VERSION for one in waiting])
        self._vault.flush()

    def rank(self, case_id: str = OPEN_CASE) -> tuple[float, Ranking]:
        """Ask who fits, as the service answers it; give how long it took, seconds."""
        query = RankCoordinators(case_id=case_id)
        began = perf_counter()
        with self._database.read() as tx:
            found = load(tx, SHELVES, query.keys())
            reader = Reader(Session(tx), found, self._vault, NOON, an_actor(), SHELVES)
            ranking = self._rankings.rank_coordinators(query, reader)
        return perf_counter() - began, ranking

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _write(self, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 - a table
        if rows:
            with self._database.begin() as tx:
                tx.execute(insert(table), rows)

    def _coordinator(self, number: int, chance: Random) -> Coordinator:
        who, home = f"{number + 1000:032x}", chance.choice(TOWNS)
        scope = scope_of(Scope.PERSON, who)
        contact = Contact(name=f"Coordinator {number}", email=f"{number}@voorbeeld.example", phone="+31 6 12345678")
        skills = _skills(chance)
        declared = SelfDeclared(religion=chance.choice(("muslim", "catholic", ""))) if chance.random() < 0.1 else None
        elsewhere = chance.sample(NEAR[home], chance.choice((0, 0, 0, 1, 2)))
        return Coordinator(
            coordinator_id=who,
            office=OFFICE,
            card=PersonCard(
                person_id=who,
                contact=self._vault.seal(OFFICE, scope, contact),
                languages=tuple(skill.language for skill in skills),
            ),
            scopes=tuple(scope for scope in ConferenceType if chance.random() < 0.6),
            gender=chance.choice((Gender.FEMALE, Gender.FEMALE, Gender.MALE, None)),
            birth_year=chance.choice((None, *range(1945, 2000))),
            municipality=home,
            municipalities=tuple(elsewhere),
            travel_limit_km=chance.choice((20, 25, 30, 40, 50, 75)),
            maximum_load=chance.choice((1, 2, 2, 3)),
            levels=skills,
            screening_valid_until=TODAY + timedelta(days=chance.randint(-30, 1500)),
            statute=_statute(chance),
            declared=self._vault.seal(OFFICE, scope, declared) if declared else None,
            away=_away(chance),
            last_case_on=None if chance.random() < 0.2 else TODAY - timedelta(days=chance.randint(0, 900)),
        )


def growth(report: Report, folder: Path, pools: Sequence[int], rounds: int) -> tuple[float, float]:
    """Rank one request among `FEW` and among each of `pools` coordinators, in turn; give the last over the first.

    Gives two ratios: of a request, and of one whose family keeps a wish to itself.
    """
    offices = [Office(folder, coordinators) for coordinators in (FEW, *pools)]
    took: dict[tuple[int, str], list[float]] = {}
    for number in range(rounds + 1):
        for office in offices:
            for case_id in (OPEN_CASE, PRIVATE_CASE):
                seconds, ranking = office.rank(case_id)
                assert ranking.fitting
                if number:  # the first round only warms up
                    took.setdefault((office.coordinators, case_id), []).append(seconds)
    for office in offices:
        among = f"one request among {office.coordinators:,}"
        report.add(among, [1000 * one for one in took[office.coordinators, OPEN_CASE]], "ms")
        report.add("  with a wish kept private", [1000 * one for one in took[office.coordinators, PRIVATE_CASE]], "ms")
        office.close()
    open_case, private = (
        ratios(took[offices[-1].coordinators, case_id], took[FEW, case_id]) for case_id in (OPEN_CASE, PRIVATE_CASE)
    )
    return open_case, private


def _search(case_id: str, **changes: Any) -> Search:  # noqa: ANN401 - fields
    return Search(case_id=case_id, office=OFFICE, dossier=DOSSIER, main_person_ids=(), **changes)


def _cases(coordinator: Coordinator, chance: Random) -> list[dict[str, Any]]:
    """Give somebody the cases they have now."""
    number = int(coordinator.id, 16)
    return [
        search_row(_search(f"{nth:04x}{number:028x}", stage=Stage.ACTIVE, coordinator_id=coordinator.id)) | VERSION
        for nth in range(1, 1 + chance.choices((0, 1, 2), (65, 25, 10))[0])
    ]


def _skills(chance: Random) -> tuple[LanguageSkill, ...]:
    more = chance.sample(LANGUAGES[1:], chance.choice((0, 1, 1, 2)))
    levels = tuple(LanguageLevel)
    return tuple(LanguageSkill(language=one, level=chance.choice(levels)) for one in ("nl", *more))


def _statute(chance: Random) -> Statute:
    since = date(2015, 1, 1) + timedelta(days=chance.randint(0, 4000))
    return Statute(kind=StatuteKind.CONTRACT, since=since, secrecy_pledged_on=since)


def _away(chance: Random) -> tuple[Period, ...]:
    if chance.random() < 0.85:
        return ()
    first = TODAY + timedelta(days=chance.randint(-20, 60))
    return (Period(first=first, last=first + timedelta(days=14)),)
