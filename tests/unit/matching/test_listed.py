"""Searches, proposals, gatherings and careers in lists: by page, one's own, by name to who notes attendance."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Gathering, Search
from kring_matching.process import CareerStage, GatheringStage, Stage
from kring_matching.queries.careers import list_careers, show_career
from kring_matching.queries.gatherings import list_open_gatherings, show_gathering
from kring_matching.queries.register import list_coordinators
from kring_matching.queries.searches import list_own_proposals, list_searches
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.matching import (
    GatheringKind,
    ListCareers,
    ListCoordinators,
    ListOpenGatherings,
    ListOwnProposals,
    ListSearches,
    OpenGatheringLine,
    OwnProposalLine,
    SearchList,
    ShowCareer,
    ShowGathering,
)
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.opening import ERASED
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.careers import LETTER, on_the_way
from tests.unit.matching.searches import JOOST, RACHEL, TERM, a_coordinator, a_search
from tests.unit.stores import migrated

OFFICE = an_actor(Role.REGIONAL_MANAGER)
HERSELF = an_actor(Role.COORDINATOR, RACHEL)
MEETING, AGAIN = "c" * 31 + "1", "c" * 31 + "2"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


@pytest.fixture
def asking(database: Database) -> Iterator[Any]:
    with database.begin() as tx:

        def a_reader(actor: Actor = OFFICE, *keys: str, vault: PlainVault | None = None) -> Reader:
            return Reader(Session(tx), load(tx, SHELVES, keys), vault or PlainVault(), NOON, actor, SHELVES)

        def put(*aggregates: Aggregate) -> None:
            save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})

        a_reader.put = put  # type: ignore[attr-defined]  # what stands there is put there by who asks
        yield a_reader


def numbered(number: int, stage: Stage = Stage.SEARCHING, **of: Any) -> Search:  # noqa: ANN401 - whatever it holds
    return replace(a_search(), case_id=f"{number:032x}", stage=stage, **of)


def gathering(gathering_id: str = MEETING, days: int = 7, **of: Any) -> Gathering:  # noqa: ANN401 - whatever it holds
    begins = NOON + timedelta(days=days)
    return replace(Gathering(gathering_id, "utrecht", GatheringKind.REGIONAL_MEETING, "A good day", (begins,)), **of)


def numbers(found: SearchList) -> list[int]:
    return [int(line.case_id, 16) for line in found.searches]


def proposals(asking: Any, actor: Actor = HERSELF) -> tuple[OwnProposalLine, ...]:  # noqa: ANN401 - a fixture
    return list_own_proposals(ListOwnProposals(), asking(actor)).proposals


def gatherings(asking: Any, actor: Actor = HERSELF) -> tuple[OpenGatheringLine, ...]:  # noqa: ANN401 - a fixture
    return list_open_gatherings(ListOpenGatherings(), asking(actor)).gatherings


def test_searches_are_listed_the_oldest_request_first_a_page_at_a_time(asking: Any) -> None:  # noqa: ANN401 - a fixture
    asking.put(*(numbered(n) for n in range(1, 5)), numbered(9, office="gent"))
    first = list_searches(ListSearches(limit=3), asking())
    rest = list_searches(ListSearches(limit=3, after=first.next), asking())
    assert (numbers(first), numbers(rest), rest.next) == ([1, 2, 3], [4], "")


def test_searches_of_some_stages_are_listed_together(asking: Any) -> None:  # noqa: ANN401 - a fixture
    asking.put(numbered(1, Stage.ACTIVE), numbered(2, Stage.UNFILLED), numbered(3), numbered(4, Stage.UNFILLED))
    asked = ListSearches(stages=("searching", "unfilled"), limit=2)
    first = list_searches(asked, asking())
    rest = list_searches(asked.model_copy(update={"after": first.next}), asking())
    assert (numbers(first), numbers(rest)) == ([2, 3], [4])


def test_a_line_says_since_when_somebody_is_sought_and_until_when_whoever_is_asked_may_answer(asking: Any) -> None:  # noqa: ANN401 - a fixture
    asked = {"coordinator_id": RACHEL, "respond_by": NOON + timedelta(hours=72), "refused": (JOOST,)}
    asking.put(numbered(1).begun(NOON), numbered(2, Stage.ACTIVE, fill_by=None, **asked))
    sought, found = list_searches(ListSearches(), asking()).searches
    assert (sought.sought_since, sought.fill_by) == (NOON, NOON + TERM)
    assert (found.sought_since, found.respond_by) == (None, NOON + timedelta(hours=72))
    assert (found.coordinator_id, found.declined) == (RACHEL, 1)


def test_a_coordinator_finds_what_waits_for_them_first_and_then_what_they_have(asking: Any) -> None:  # noqa: ANN401 - a fixture
    hers = {"coordinator_id": RACHEL}
    asking.put(
        numbered(1, Stage.ACTIVE, **hers),
        numbered(2, Stage.PROPOSED, respond_by=NOON + timedelta(hours=9), **hers),
        numbered(3, Stage.PROPOSED, respond_by=NOON + timedelta(hours=2), **hers),
        numbered(4, Stage.ACCEPTED, **hers),
        numbered(5, Stage.FROZEN, **hers),
        numbered(6, Stage.COMPLETED, **hers),
        numbered(7, Stage.PROPOSED, coordinator_id=JOOST),
        numbered(8, Stage.PROPOSED, office="gent", **hers),
    )
    found = proposals(asking)
    assert [int(line.case_id, 16) for line in found] == [3, 2, 4, 1]
    assert {"accept-proposal", "decline-proposal"} <= set(found[0].possible)
    assert "confirm-coordinator" not in found[2].possible
    assert proposals(asking, an_actor(Role.COORDINATOR, "f" * 32)) == ()


def test_what_is_not_over_is_open_to_coordinators_and_candidates_without_who_else_comes(asking: Any) -> None:  # noqa: ANN401 - a fixture
    asking.put(
        gathering(public=False, signed_up=(RACHEL, JOOST), room_for=2),
        gathering(AGAIN, 3),
        gathering("c" * 31 + "3", -3),
        gathering("c" * 31 + "4", stage=GatheringStage.CANCELLED),
        gathering("c" * 31 + "5", office="gent"),
    )
    soon, later = gatherings(asking)
    assert (soon.line.gathering_id, soon.signed_up, soon.full) == (AGAIN, False, False)
    assert (later.line.gathering_id, later.signed_up, later.full) == (MEETING, True, True)
    assert (later.line.signed_up, later.line.present) == (0, ())
    assert not gatherings(asking, an_actor(Role.CANDIDATE, "f" * 32))[1].signed_up


def test_who_notes_attendance_sees_who_comes_and_who_was_there_by_name(asking: Any) -> None:  # noqa: ANN401 - a fixture
    gone = "f" * 32
    two_days = (NOON, NOON + timedelta(days=7))
    asking.put(
        a_coordinator(),
        a_coordinator(JOOST, "Joost"),
        replace(gathering(), days=two_days, signed_up=(RACHEL, JOOST), present=((1, (gone, JOOST)),)),
    )
    shown = show_gathering(ShowGathering(gathering_id=MEETING), asking(OFFICE, MEETING))
    assert [(line.name, line.signed_up, line.days) for line in shown.people] == [
        (ERASED, False, (1,)),
        ("Joost", True, (1,)),
        ("Rachel", True, ()),
    ]
    assert shown.days_noted == (1,)
    with pytest.raises(NotFound, match="list-gatherings names them"):
        show_gathering(ShowGathering(gathering_id=AGAIN), asking(OFFICE, AGAIN))


def test_the_register_is_listed_a_page_at_a_time(asking: Any) -> None:  # noqa: ANN401 - a fixture
    asking.put(*(a_coordinator(f"{n:032x}", f"C{n}") for n in range(1, 4)))
    first = list_coordinators(ListCoordinators(limit=2), asking())
    rest = list_coordinators(ListCoordinators(limit=2, after=first.next), asking())
    assert [line.name for line in (*first.coordinators, *rest.coordinators)] == ["C1", "C2", "C3"]
    assert rest.next == ""


def test_careers_are_listed_a_page_at_a_time_the_longest_waiting_first(asking: Any) -> None:  # noqa: ANN401 - a fixture
    way = on_the_way(CareerStage.FIRST_PART_DONE)
    people = [
        replace(way.career, person_id=f"{n:032x}", since=way.career.since + timedelta(days=n // 2), version=0)
        for n in (3, 1, 2)
    ]
    asking.put(*people)
    first = list_careers(ListCareers(limit=2), asking(vault=way.vault))
    rest = list_careers(ListCareers(limit=2, after=first.next), asking(vault=way.vault))
    assert [int(line.person_id, 16) for line in (*first.people, *rest.people)] == [1, 2, 3]


def test_who_supports_somebody_reads_their_way_and_not_the_letter_they_wrote_to_the_office(asking: Any) -> None:  # noqa: ANN401 - a fixture
    way = on_the_way(CareerStage.FIRST_PART_DONE)
    asking.put(replace(way.career, version=0))
    query = ShowCareer(person_id=RACHEL)
    office = show_career(query, asking(OFFICE, RACHEL, vault=way.vault))
    support = show_career(query, asking(an_actor(Role.SUPERVISOR), RACHEL, vault=way.vault))
    assert (office.motivation, support.motivation, support.cv) == (LETTER, "", "")
    assert support.line == office.line
