"""Careers and gatherings in their tables, and what people may see of them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Career, Gathering
from kring_matching.process import CareerStage
from kring_matching.queries.careers import Certificates, list_careers, show_career
from kring_matching.queries.gatherings import list_gatherings
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    CandidacyEnd,
    CandidateFileLapses,
    EndCandidacy,
    ExtendScope,
    GatheringKind,
    ListCareers,
    ListGatherings,
    ShowCareer,
    ShowCertificate,
)
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.rights import RIGHTS, Right
from kring_shared.kernel.errors import NotFound, NotReady
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, an_actor
from tests.unit.matching.careers import (
    APPLY,
    CASES,
    LETTER,
    RACHEL,
    TODAY,
    WORKSHOP,
    Way,
    evaluated,
    on_the_way,
    planned,
)
from tests.unit.matching.searches import a_search
from tests.unit.stores import migrated

OTHER = f"{7:032x}"
CERTIFICATES = Certificates({office.id: office for office in EXAMPLE_OFFICES})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def stored(database: Database, way: Way) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, way.kept)


def a_reader(tx: Connection, way: Way, key: str = RACHEL, office: str = "") -> Reader:
    asks = an_actor(office=office or way.office)
    return Reader(Session(tx), load(tx, SHELVES, [key]), way.vault, NOON, asks, SHELVES)


def listed(database: Database, way: Way, office: str = "", stage: str = "") -> list[str]:
    with database.read() as tx:
        reader = a_reader(tx, way, office=office)
        return [line.stage for line in list_careers(ListCareers(stage=stage), reader).people]


@pytest.mark.parametrize("stage", [CareerStage.APPLIED, CareerStage.FIRST_PART, CareerStage.SCOPE_REPORTED])
def test_a_career_and_its_gatherings_are_stored_as_they_were(database: Database, stage: CareerStage) -> None:
    way = on_the_way(stage)
    stored(database, way)
    kept = [one for one in way.kept.values() if isinstance(one, Career | Gathering)]
    with database.read() as tx:
        found = load(tx, SHELVES, [one.id for one in kept]).loaded
    assert kept
    for one in kept:
        again = found[type(one), one.id]
        assert again.version == 1
        assert {**vars(again), "version": one.version} == vars(one)


@pytest.mark.parametrize(
    ("stage", "policy", "on_the_list"),
    [
        (CareerStage.APPLIED, "nl/1", ["applied"]),
        (CareerStage.CERTIFIED, "nl/1", ["certified"]),
        (CareerStage.SECOND_PART_OPEN, "nl/1", ["second-part-open"]),
        (CareerStage.SUPERVISED, "be/1", ["supervised"]),
        (CareerStage.CERTIFIED, "be/1", []),
    ],
)
def test_who_is_still_on_the_way_is_listed(
    database: Database, stage: CareerStage, policy: str, on_the_list: list[str]
) -> None:
    way = on_the_way(stage, policy)
    stored(database, way)
    assert listed(database, way) == on_the_list
    assert listed(database, way, stage="informed") == [one for one in on_the_list if one == "informed"]
    assert listed(database, way, office="amersfoort") == []


def test_who_ended_or_settled_on_their_types_is_listed_no_more(database: Database) -> None:
    way = on_the_way(CareerStage.SCOPE_REPORTED)
    way.goes(ExtendScope(person_id=RACHEL, scope=ConferenceType.COMMUNITY))
    way.goes(APPLY.model_copy(update={"person_id": OTHER}))
    way.goes(EndCandidacy(person_id=OTHER, reason=CandidacyEnd.NOT_CONTINUED))
    stored(database, way)
    assert listed(database, way) == []


def test_a_career_is_shown_with_what_was_written_and_how_each_type_is_earned(database: Database) -> None:
    way = on_the_way(CareerStage.CERTIFIED)
    stored(database, way)
    with database.read() as tx:
        shown = show_career(ShowCareer(person_id=RACHEL), a_reader(tx, way))
    assert (shown.line.name, shown.line.carried_out, shown.line.since) == ("Rachel", 1, TODAY)
    assert "extend-scope" in shown.line.possible
    assert (shown.motivation, shown.reports) == (LETTER, ("organises: I like lists.",))
    assert shown.days_attended == ("training-first/1", "training-first/2", "training-first/3")
    assert shown.evaluations == ("positive",)
    assert len(shown.ways_to_scopes) == len(ConferenceType)


def test_what_can_still_be_evaluated_and_which_cases_support_can_be_about_are_named(database: Database) -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    way.goes(way.concluded(CASES[0]), way.concluded(CASES[1]), evaluated(case_id=CASES[0]))
    theirs = [a_search(case_id=case_id, coordinator_id=RACHEL, coordinated_by=RACHEL) for case_id in CASES[:2]]
    asked_only = a_search(case_id=CASES[2], coordinator_id=RACHEL)
    way.keep(*theirs, asked_only)
    stored(database, way)
    with database.read() as tx:
        shown = show_career(ShowCareer(person_id=RACHEL), a_reader(tx, way))
    assert shown.to_evaluate == (CASES[1],)
    assert shown.cases == (CASES[1], CASES[0])


def test_how_far_somebody_is_is_for_themselves_the_manager_and_who_supports_them() -> None:
    own = {Role.CANDIDATE: Right.OWN, Role.COORDINATOR: Right.OWN}
    office = {Role.REGIONAL_MANAGER: Right.OFFICE, Role.SUPERVISOR: Right.OFFICE}
    assert RIGHTS[ShowCareer] == office | own
    assert RIGHTS[ListCareers] == office | {Role.TRAINER: Right.OFFICE}
    rachel = on_the_way(CareerStage.APPLIED).career
    assert rachel.parties() == {(Role.CANDIDATE.value, RACHEL), (Role.COORDINATOR.value, RACHEL)}


def test_of_an_erased_file_nothing_is_shown(database: Database) -> None:
    way = on_the_way(CareerStage.REPORTED)
    way.goes(EndCandidacy(person_id=RACHEL, reason=CandidacyEnd.OWN_CHOICE), CandidateFileLapses(case_id=RACHEL))
    stored(database, way)
    with database.read() as tx:
        shown = show_career(ShowCareer(person_id=RACHEL), a_reader(tx, way))
    assert (shown.line.name, shown.line.stage, shown.motivation, shown.cv) == ("(erased)", "ended", "", "")
    assert (shown.reports, shown.days_attended, shown.evaluations) == ((), (), ())


def test_a_certificate_says_who_where_and_for_what_and_there_is_none_before_it_was_given(database: Database) -> None:
    way, early = on_the_way(CareerStage.CERTIFIED), on_the_way(CareerStage.EVALUATED)
    early.kept = {(Career, OTHER): early.career.__class__(**{**vars(early.career), "person_id": OTHER})}
    stored(database, way)
    stored(database, early)
    with database.read() as tx:
        shown = CERTIFICATES.show_certificate(ShowCertificate(person_id=RACHEL), a_reader(tx, way))
        with pytest.raises(NotReady, match="positive evaluation"):
            CERTIFICATES.show_certificate(ShowCertificate(person_id=OTHER), a_reader(tx, early, OTHER))
        with pytest.raises(NotFound):
            CERTIFICATES.show_certificate(ShowCertificate(person_id="9" * 32), a_reader(tx, way, "9" * 32))
        way.vault.destroy(way.career.card.contact.scope)
        with pytest.raises(NotReady, match="erased"):
            CERTIFICATES.show_certificate(ShowCertificate(person_id=RACHEL), a_reader(tx, way))
    assert (shown.name, shown.office, shown.organisation) == ("Rachel", "Utrecht", "eigen-kracht-nl")
    assert (shown.issued_on, shown.scopes) == (TODAY, (ConferenceType.FAMILY,))


def test_gatherings_are_listed_in_the_order_they_begin_with_how_many_and_never_who(database: Database) -> None:
    way = on_the_way(CareerStage.FIRST_PART_DONE)
    later = planned(WORKSHOP, GatheringKind.WORKSHOP, scope=ConferenceType.LEARNING)
    way.goes(later.model_copy(update={"days": (NOON + timedelta(days=90),), "agenda": ("What is learning?",)}))
    stored(database, way)
    with database.read() as tx:
        found = list_gatherings(ListGatherings(), a_reader(tx, way)).gatherings
        since = ListGatherings(since=TODAY + timedelta(days=30))
        (workshop,) = list_gatherings(since, a_reader(tx, way)).gatherings
        assert list_gatherings(ListGatherings(), a_reader(tx, way, office="gent")).gatherings == ()
    assert [line.days[0] for line in found] == sorted(line.days[0] for line in found)
    training = next(line for line in found if line.signed_up)
    assert (training.stage, training.present, training.signed_up) == ("held", (1, 1, 1), 1)
    assert (workshop.scope, workshop.agenda) == (ConferenceType.LEARNING, ("What is learning?",))
    assert not any(RACHEL in line.model_dump_json() for line in found)
