"""The public agenda: what comes and whom the office seeks, and nothing of anybody."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Gathering, Missing
from kring_matching.process import GatheringStage
from kring_matching.queries.agenda import PublicAgenda
from kring_matching.queries.sought import sentence_of
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import Agenda, GatheringKind, MissingLine, ShowAgenda
from kring_shared.contracts.matching.words import Spoken
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.ids import id_at
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.searches import JOOST, OFFICES, RACHEL
from tests.unit.stores import migrated

NEXT_WEEK: Final = NOON + timedelta(days=7)


def a_gathering(name: str, *, days: tuple[datetime, ...] = (NEXT_WEEK,), **changes: Any) -> Gathering:  # noqa: ANN401
    fields: dict[str, Any] = {
        "gathering_id": id_at(NOON, name),
        "office": "utrecht",
        "kind_of": GatheringKind.REGIONAL_MEETING,
        "title": name,
        "days": days,
    }
    return Gathering(**(fields | changes))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def agenda_of(database: Database, *aggregates: Aggregate, language: Spoken = "nl") -> Agenda:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, []), PlainVault(), NOON, an_actor(Role.OPERATOR))
        return PublicAgenda(OFFICES).show(ShowAgenda(language=language), reader)


def missed(what: str, value: str, times: int) -> list[Missing]:
    ids = (id_at(NOON, f"{what} {value} {n}") for n in range(times))
    return [Missing(i, "utrecht", date(2026, 10, 1), "unfilled", what, value) for i in ids]


def line_of(what: str, value: str) -> MissingLine:
    return MissingLine(what=what, value=value, unfilled=10, far=0, left=0)


def test_what_is_public_and_still_to_come_is_shown_the_soonest_first(database: Database) -> None:
    shown = agenda_of(
        database,
        a_gathering("later", days=(NEXT_WEEK + timedelta(days=1),)),
        a_gathering("sooner", place="Utrecht", agenda=("Welkom", "Oefenen")),
        a_gathering("among ourselves", public=False),
        a_gathering("over", days=(NOON - timedelta(minutes=1),)),
        a_gathering("elsewhere", office="gent"),
    )
    assert [one.title for one in shown.gatherings] == ["sooner", "later"]
    assert shown.gatherings[0].agenda == ("Welkom", "Oefenen")
    assert shown.office == "Utrecht"


def test_a_training_stands_there_until_its_last_day_also_when_the_first_was_held(database: Database) -> None:
    days = (NOON - timedelta(days=14), NEXT_WEEK)
    shown = agenda_of(database, a_gathering("training", days=days, stage=GatheringStage.HELD))
    assert [one.days for one in shown.gatherings] == [days]


def test_what_was_cancelled_still_stands_there_as_cancelled(database: Database) -> None:
    (shown,) = agenda_of(database, a_gathering("off", stage=GatheringStage.CANCELLED)).gatherings
    assert shown.stage == "cancelled"


def test_nothing_is_told_of_who_comes_but_that_it_is_full(database: Database) -> None:
    present = ((1, (RACHEL,)),)
    empty = a_gathering("a", room_for=2)
    half = a_gathering("b", room_for=2, signed_up=(RACHEL,), present=present)
    full = a_gathering("c", room_for=2, signed_up=(RACHEL, JOOST), present=present)
    shown = agenda_of(database, empty, half, full)
    assert {one.title: one.room_for for one in shown.gatherings} == {"a": 2, "b": 2, "c": 0}
    assert {(one.signed_up, one.present) for one in shown.gatherings} == {(0, ())}
    assert RACHEL not in shown.model_dump_json()


def test_whom_the_office_seeks_is_said_from_ten_requests_and_not_from_nine(database: Database) -> None:
    rows = (*missed("language", "ti", 10), *missed("language", "ar", 9))
    assert agenda_of(database, *rows).sought == ("We zoeken coördinatoren die Tigrinya spreken.",)
    assert agenda_of(database, language="en").sought == ("We are looking for coordinators who speak Tigrinya.",)


def test_nobody_is_sought_by_what_they_are(database: Database) -> None:
    rows = (*missed("background", "moroccan", 30), *missed("gender", "female", 30))
    assert agenda_of(database, *rows).sought == ()


@pytest.mark.parametrize(
    ("what", "value", "language", "sentence"),
    [
        ("language", "tr", "nl", "We zoeken coördinatoren die Turks spreken."),
        ("region", "Zeeland", "nl", "We zoeken coördinatoren in de regio Zeeland."),
        ("region", "Zeeland", "en", "We are looking for coordinators in the region of Zeeland."),
        ("scope", "restorative", "nl", "We zoeken coördinatoren voor herstelconferenties."),
        ("language", "xq", "nl", ""),
        ("scope", "unheard-of", "en", ""),
    ],
)
def test_every_line_that_can_be_said_is_said_in_words(what: str, value: str, language: Spoken, sentence: str) -> None:
    assert sentence_of(line_of(what, value), language) == sentence


def test_every_type_of_conference_has_its_words_in_both_languages() -> None:
    for scope in ConferenceType:
        assert sentence_of(line_of("scope", scope.value), "nl")
        assert sentence_of(line_of("scope", scope.value), "en")


def test_who_only_publishes_may_ask_for_the_agenda_and_for_no_advice() -> None:
    assert set(RIGHTS[ShowAgenda]) == {Role.REGIONAL_MANAGER, Role.OPERATOR, Role.TRAINER}
