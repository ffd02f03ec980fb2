"""What notifications gives somebody of themselves: how they are reached and what was sent, to them and no other."""

from kring_notifications.app import service
from kring_shared.contracts.actor import Role
from kring_shared.contracts.every_service import PersonData
from kring_shared.contracts.notifications import RecordContactWishes, Way
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.testing.work import an_actor
from tests.unit.held import Lines, held, under
from tests.unit.notifications.cases import Story
from tests.unit.notifications.facts import AMINA, CASE, FILIP, received

MANAGER = an_actor(Role.REGIONAL_MANAGER)


def copy(story: Story, person_id: str) -> Lines:
    query = PersonData(case_id=CASE, person_id=person_id)
    return held(service, query, MANAGER, story._stored.values(), story.vault)


def test_a_person_gets_how_they_are_reached_and_each_message_to_them() -> None:
    story = Story()
    story.hears(received())
    wish = RecordContactWishes(case_id=CASE, person_id=FILIP, ways=(Way.LETTER, Way.CALL), large_print=True)
    story.hears(wish, actor=MANAGER)
    lines = copy(story, FILIP)
    reaching = under(lines, "reaching")
    assert (reaching["name"], reaching["phone"]) == ("Filip", "+31 6 12345678")
    assert (reaching["ways"], reaching["large-print"], reaching["do-not-contact"]) == ("letter, call", "yes", "no")
    to_filip = [note for note in story.notifications if note.person_id == FILIP]
    assert to_filip
    assert len(lines["messages"]) == len(to_filip)
    assert "Amina" not in str(lines)


def test_each_person_reads_only_their_own_messages() -> None:
    story = Story()
    story.hears(received())
    assert under(copy(story, AMINA), "reaching")["name"] == "Amina"
    assert "Filip" not in str(copy(story, AMINA))
    assert copy(story, "f" * 32) == {}


def test_an_erased_person_reads_as_erased() -> None:
    story = Story()
    story.hears(received())
    story.vault.destroy(scope_of(Scope.PERSON, FILIP))
    assert under(copy(story, FILIP), "reaching")["name"] == "erased"
