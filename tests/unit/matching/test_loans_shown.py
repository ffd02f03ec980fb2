"""What a manager sees of loans: both sides, and whom the office could lend."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Borrowing, Lending
from kring_matching.domain.loan import borrowing_key_of, guest_id_of
from kring_matching.plugins.distance import Distance, DistanceSettings
from kring_matching.plugins.language import Language, LanguageSettings
from kring_matching.plugins.load import Load, LoadSettings
from kring_matching.process import Borrowed, Lent, Standing
from kring_matching.queries.lendable import LoanRankings
from kring_matching.queries.loans import list_loans
from kring_matching.store import SHELVES
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.matching import ListLoans, LoanLine, RankForLoan, Ranking
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.searches import CASE, JOOST, RACHEL, a_coordinator, card
from tests.unit.matching.two_offices import HERE, OFFICES, SAM, THERE
from tests.unit.stores import migrated

LOAN, OTHER_LOAN, NOOR, LIEVE = ("0" * 31 + digit for digit in "cd67")
LENDING: Final = Lending(
    loan_id=LOAN,
    office=THERE,
    to_office=HERE,
    conference_type=ConferenceType.FAMILY,
    urgency=Urgency.URGENT,
    languages=("tr", "nl"),
    answer_by=NOON + timedelta(hours=24),
)
BORROWING: Final = Borrowing(
    borrowing_key=borrowing_key_of(LOAN),
    loan_id=LOAN,
    case_id=CASE,
    office=HERE,
    from_office=THERE,
    conference_type=ConferenceType.FAMILY,
    urgency=Urgency.URGENT,
    languages=("tr", "nl"),
    answer_by=NOON + timedelta(hours=24),
)
PLUGINS: Final = {
    "distance": Distance(DistanceSettings()),
    "language": Language(LanguageSettings()),
    "load": Load(LoadSettings()),
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def listed(database: Database, office: str) -> tuple[LoanLine, ...]:
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, []), PlainVault(), NOON, an_actor(office=office), SHELVES)
        return list_loans(ListLoans(), reader).loans


def ranked(database: Database, loan_id: str = LOAN, *, office: str = THERE, limit: int = 25) -> Ranking:
    with database.read() as tx:
        view = load(tx, SHELVES, [loan_id])
        reader = Reader(Session(tx), view, PlainVault(), NOON, an_actor(office=office), SHELVES)
        return LoanRankings(OFFICES, PLUGINS).rank_for_loan(RankForLoan(loan_id=loan_id, limit=limit), reader)


@pytest.mark.parametrize(
    "value",
    [
        BORROWING,
        replace(BORROWING, stage=Borrowed.TAKEN, guest_id=guest_id_of(LOAN)),
        LENDING,
        replace(LENDING, stage=Lent.LENT, coordinator_id=SAM),
    ],
    ids=["asked", "taken", "was-asked", "lent"],
)
def test_what_is_stored_of_a_loan_comes_back_as_it_was(database: Database, value: Borrowing | Lending) -> None:
    put(database, value)
    with database.read() as tx:
        for key in value.keys():
            assert load(tx, SHELVES, [key]).loaded[type(value), value.id] == replace(value, version=1)


def test_each_office_sees_its_own_side_of_a_loan_and_only_who_asked_sees_the_case(database: Database) -> None:
    put(database, replace(BORROWING, guest_id=guest_id_of(LOAN)), replace(LENDING, coordinator_id=SAM))
    [here], [there] = listed(database, HERE), listed(database, THERE)
    assert (here.borrowing, here.other_office, here.case_id) == (True, THERE, CASE)
    assert (there.borrowing, there.other_office, there.case_id) == (False, HERE, None)
    assert (here.coordinator_id, there.coordinator_id) == (guest_id_of(LOAN), SAM)
    assert here.loan_id == there.loan_id
    assert listed(database, "gent") == ()


def test_the_latest_loans_come_first(database: Database) -> None:
    later = replace(LENDING, loan_id=OTHER_LOAN, answer_by=LENDING.answer_by + timedelta(hours=1))
    put(database, LENDING, later)
    assert [line.loan_id for line in listed(database, THERE)] == [OTHER_LOAN, LOAN]


def test_who_speaks_the_language_and_has_room_comes_first_and_nothing_is_said_of_distance(database: Database) -> None:
    put(
        database,
        LENDING,
        replace(LENDING, loan_id=OTHER_LOAN, stage=Lent.LENT, coordinator_id=JOOST),
        a_coordinator(RACHEL, office=THERE, card=card(RACHEL, "Rachel", "nl")),
        a_coordinator(SAM, office=THERE, card=card(SAM, "Sam", "tr")),
        a_coordinator(JOOST, office=THERE, card=card(JOOST, "Joost", "tr")),
    )
    ranking = ranked(database)
    assert (ranking.case_id, ranking.fitting) == (LOAN, 3)
    assert [one.name for one in ranking.coordinators] == ["Sam", "Joost", "Rachel"]
    scores = {score.criterion: score.score for score in ranking.coordinators[0].scores}
    assert (scores["load"], scores["distance"]) == (1.0, None)


def test_who_cannot_be_lent_comes_last_with_the_code(database: Database) -> None:
    put(
        database,
        LENDING,
        a_coordinator(SAM, office=THERE),
        a_coordinator(RACHEL, office=THERE, standing=Standing.PAUSED),
        a_coordinator(JOOST, office=THERE, supervised=True),
        a_coordinator(NOOR, office=THERE, lent_by=HERE, for_case=CASE),
        a_coordinator(LIEVE, office=HERE),
    )
    ranking = ranked(database)
    codes = {one.coordinator_id: tuple(stop.code for stop in one.stops) for one in ranking.coordinators}
    assert codes == {SAM: (), RACHEL: ("not-working",), JOOST: ("needs-support",)}
    assert (ranking.fitting, ranking.coordinators[0].coordinator_id) == (1, SAM)


def test_nobody_is_ranked_for_a_loan_that_was_not_asked(database: Database) -> None:
    put(database, a_coordinator(SAM, office=THERE))
    with pytest.raises(NotFound):
        ranked(database)
