"""What waits to be told by a person: who sees it, what they say, and what becomes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session

from kring_notifications.app import service
from kring_notifications.domain import AddressKind, Correspondence, desk_of
from kring_notifications.process import Status
from kring_notifications.queries import list_messages, list_to_tell, show_to_tell
from kring_notifications.store import SHELVES
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.notifications import (
    ListMessages,
    ListToTell,
    Moment,
    NoteTold,
    ResendMessage,
    ShowToTell,
    ToTellBecause,
    ToTellList,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane.permits import check_part, check_role
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor, facts_of
from tests.unit.notifications.cases import Story
from tests.unit.notifications.channels import FakeChannel, a_house, some_words
from tests.unit.notifications.facts import ACTIVATED, CASE, FILIP, FROZEN, HANDED_OVER, RACHEL, RESTORED, card, received
from tests.unit.stores import migrated

MAIL = FakeChannel("mail", AddressKind.EMAIL)
DESK = desk_of("utrecht")
OTHER_CASE, OTHER_NOTE = "0" * 30 + "81", "0" * 30 + "82"
MANAGER = an_actor()


def begun(*, neutral: bool = False) -> Story:
    """Have Filip ask, who has no e-mail: what there is to say waits to be told."""
    story, filip = Story(MAIL), card(FILIP, "Filip", "fr", phone="+31612345678")
    story.hears(received(requester=filip, main_persons=(filip,), neutral_sender=neutral))
    return story


def the_note(story: Story) -> str:
    return story.message_to(FILIP, Moment.REQUEST_RECEIVED).id


def told(story: Story, *, reached: bool = True) -> NoteTold:
    return NoteTold(case_id=CASE, message_id=the_note(story), reached=reached)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


@contextmanager
def reading(database: Database, story: Story, *more: Aggregate, key: str = "") -> Iterator[Reader]:
    """Look into what a story left, and more, as the office of Utrecht."""
    kept = (story.correspondence, story.correspondent(FILIP), *story.notifications, *more)
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in kept})
    with database.read() as tx:
        yield Reader(Session(tx), load(tx, SHELVES, [key]), story.vault, NOON, MANAGER, SHELVES)


def listed(database: Database, story: Story, *more: Aggregate, key: str = "") -> ToTellList:
    with reading(database, story, *more, key=key) as reader:
        return list_to_tell(ListToTell(case_id=key or None), reader)


def test_the_desk_tells_what_nobody_coordinates(database: Database) -> None:
    story = begun()
    (line,) = listed(database, story, key=CASE).lines
    assert (line.message_id, line.person_id, line.moment) == (the_note(story), FILIP, Moment.REQUEST_RECEIVED)
    assert (line.because, line.language, line.coordinator_id) == (ToTellBecause.NO_WAY, "fr", None)
    assert line.since == NOON


def test_it_is_handed_on_to_whoever_coordinates_and_back_to_the_desk() -> None:
    story = begun()
    for fact, teller in ((ACTIVATED, RACHEL), (FROZEN, DESK), (RESTORED, RACHEL), (HANDED_OVER, DESK)):
        story.hears(fact)
        assert story.message_to(FILIP, Moment.REQUEST_RECEIVED).teller == teller


def test_the_office_sees_everything_of_its_own_once_and_nothing_of_another(database: Database) -> None:
    story = begun()
    story.hears(ACTIVATED)
    note = story.message_to(FILIP, Moment.REQUEST_RECEIVED)
    about_rachel = replace(note, message_id="0" * 30 + "83", case_id=RACHEL, person_id=RACHEL, teller=DESK)
    theirs = replace(note, message_id=OTHER_NOTE, case_id=OTHER_CASE, office="gent")
    own, elsewhere = Correspondence(RACHEL, "utrecht"), Correspondence(OTHER_CASE, "gent")
    lines = listed(database, story, own, about_rachel, elsewhere, theirs).lines
    waiting = [n.id for n in story.notifications]
    assert sorted(line.message_id for line in lines) == sorted([*waiting, about_rachel.id])


def test_what_waits_and_what_was_sent_come_a_page_at_a_time(database: Database) -> None:
    story = begun()
    note = story.message_to(FILIP, Moment.REQUEST_RECEIVED)
    more = [replace(note, message_id="0" * 30 + f"8{n}", send_at=NOON) for n in (1, 2, 3)]
    with reading(database, story, *more, key=CASE) as reader:
        whole = [line.message_id for line in list_to_tell(ListToTell(), reader).lines]
        first = list_to_tell(ListToTell(limit=2), reader)
        rest = list_to_tell(ListToTell(limit=200, after=first.next), reader)
        assert [line.message_id for line in (*first.lines, *rest.lines)] == whole
        assert (len(first.lines), rest.next) == (2, "")
        sent = list_messages(ListMessages(case_id=CASE, status="to-tell", person_ids=(FILIP,), limit=3), reader)
        last = list_messages(ListMessages(case_id=CASE, status="to-tell", limit=3, after=sent.next), reader)
        assert sorted(one.message_id for one in (*sent.messages, *last.messages)) == sorted(whole)
        assert list_messages(ListMessages(case_id=CASE, status="failed"), reader).messages == ()
        assert list_messages(ListMessages(case_id=CASE, person_ids=(RACHEL,)), reader).messages == ()


def test_a_coordinators_own_messages_are_not_those_of_the_cases_they_tell(database: Database) -> None:
    story = begun()
    story.hears(ACTIVATED)
    own = Correspondence(RACHEL, "utrecht")
    assert listed(database, story, own, key=RACHEL).lines == ()
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, [RACHEL]), PlainVault(), NOON, MANAGER, SHELVES)
        assert list_messages(ListMessages(case_id=RACHEL), reader).messages == ()


def test_a_case_that_is_not_known_has_no_list(database: Database) -> None:
    with pytest.raises(NotFound):
        listed(database, begun(), key=OTHER_CASE)


def test_what_was_told_waits_for_nobody(database: Database) -> None:
    story = begun()
    assert [f.name for f in facts_of(story.hears(told(story), actor=MANAGER))] == ["notification-told"]
    assert listed(database, story, key=CASE).lines == ()


@pytest.mark.parametrize("neutral", [False, True])
def test_what_to_say_is_shown_in_the_language_they_know_with_how_to_reach_them(
    database: Database,
    neutral: bool,  # noqa: FBT001 - drawn
) -> None:
    story = begun(neutral=neutral)
    with reading(database, story, key=CASE) as reader:
        shown = show_to_tell(ShowToTell(case_id=CASE, message_id=the_note(story)), reader, some_words(), a_house())
    assert (shown.name, shown.phone, shown.language, shown.neutral) == ("Filip", "+31612345678", "fr", neutral)
    assert shown.text.startswith("fr: Filip")
    assert ("Eigen Kracht" in shown.text) is not neutral


def test_of_somebody_who_was_erased_nothing_is_shown(database: Database) -> None:
    story = begun()
    story.vault.destroy(scope_of(Scope.PERSON, FILIP))
    with reading(database, story, key=CASE) as reader:
        shown = show_to_tell(ShowToTell(case_id=CASE, message_id=the_note(story)), reader, some_words(), a_house())
    assert (shown.name, shown.phone, shown.postal_address, shown.text) == ("", "", "", "")


def test_words_that_are_there_no_more_are_said_in_the_offices_own(database: Database) -> None:
    story = begun()
    with reading(database, story, key=CASE) as reader:
        asked = ShowToTell(case_id=CASE, message_id=the_note(story))
        shown = show_to_tell(asked, reader, some_words("en"), a_house())
    assert (shown.language, shown.text[:9]) == ("nl", "nl: Filip")


def test_what_does_not_wait_is_not_shown(database: Database) -> None:
    story = begun()
    story.hears(told(story), actor=MANAGER)
    with reading(database, story, key=CASE) as reader, pytest.raises(NotFound):
        show_to_tell(ShowToTell(case_id=CASE, message_id=the_note(story)), reader, some_words(), a_house())


@pytest.mark.parametrize(("reached", "then"), [(True, Status.TOLD), (False, Status.UNREACHED)])
def test_what_is_noted_twice_is_told_once(reached: bool, then: Status) -> None:  # noqa: FBT001 - drawn
    story = begun()
    assert len(story.hears(told(story, reached=reached), actor=MANAGER).told) == 1
    assert story.hears(told(story, reached=reached), actor=MANAGER).told == []
    assert story.message_to(FILIP, Moment.REQUEST_RECEIVED).status is then


def test_whoever_could_not_be_reached_can_still_be_told_and_what_was_told_stays_so() -> None:
    story = begun()
    for reached in (False, True):
        story.hears(told(story, reached=reached), actor=MANAGER)
    with pytest.raises(NotAllowedNow):
        story.hears(told(story, reached=False), actor=MANAGER)
    with pytest.raises(NotAllowedNow):
        story.hears(ResendMessage(case_id=CASE, message_id=the_note(story)), actor=MANAGER)


def test_whoever_could_not_be_reached_can_be_tried_by_a_person_once_more() -> None:
    story = begun()
    story.hears(told(story, reached=False), actor=MANAGER)
    story.hears(ResendMessage(case_id=CASE, message_id=the_note(story)), actor=MANAGER)
    assert story.message_to(FILIP, Moment.REQUEST_RECEIVED).status is Status.TO_TELL


def test_what_did_not_wait_to_be_told_cannot_be_noted_and_what_nobody_knows_neither() -> None:
    story = Story(MAIL)
    story.hears(received())
    (sent,) = (n for n in story.notifications if n.status is Status.QUEUED)
    with pytest.raises(NotAllowedNow):
        story.hears(NoteTold(case_id=CASE, message_id=sent.id), actor=MANAGER)
    for case_id, message_id in ((CASE, OTHER_NOTE), (OTHER_CASE, sent.id)):
        with pytest.raises(NotFound):
            story.hears(NoteTold(case_id=case_id, message_id=message_id), actor=MANAGER)


ASKED: tuple[type[Named], ...] = (ListToTell, ShowToTell, NoteTold, ResendMessage, ListMessages)


@pytest.mark.parametrize("asked", ASKED, ids=lambda m: m.name)
@pytest.mark.parametrize("role", [Role.MAIN_PERSON, Role.CIRCLE_MEMBER])
def test_people_of_a_case_see_nothing_of_what_others_are_told(role: Role, asked: type[Named]) -> None:
    with pytest.raises(NotPermitted):
        check_role(an_actor(role, FILIP), asked, "utrecht")


@pytest.mark.parametrize("asked", ASKED, ids=lambda m: m.name)
def test_a_coordinator_sees_only_what_waits_in_their_own_cases(asked: type[Named]) -> None:
    story, rachel = begun(), an_actor(Role.COORDINATOR, RACHEL)
    right = check_role(rachel, asked, "utrecht")
    kept = [story.correspondence, story.correspondent(FILIP), *story.notifications]
    with pytest.raises(NotPermitted):
        check_part(rachel, right, kept)
    story.hears(ACTIVATED)
    check_part(rachel, right, [story.correspondence])
    with pytest.raises(NotPermitted):
        check_part(rachel, right, [])  # the whole office
