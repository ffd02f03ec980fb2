"""What the registry gives somebody of themselves: what they want and asked; and no complaint to the office."""

from pathlib import Path

import pytest
from sqlmodel import Session

from kring_registry.app import service
from kring_registry.domain.keeping import Keeping
from kring_registry.store import SHELVES
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.every_service import PersonData
from kring_shared.contracts.registry import AsksFor
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.every_service import Holder
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.held import Lines, read, under
from tests.unit.registry.asked import WORDS, a_wish, asked_of, noted
from tests.unit.registry.cases import CASE, FILIP, opened
from tests.unit.stores import migrated

SELF, MANAGER = an_actor(Role.MAIN_PERSON, FILIP), an_actor(Role.REGIONAL_MANAGER)
SISTER = "019aa0000000700080000000000000c7"


@pytest.fixture(name="folder")
def a_folder(tmp_path: Path) -> Path:
    return tmp_path


def copy(folder: Path, actor: Actor, *stored: Aggregate, person_id: str = FILIP) -> Lines:
    folder.mkdir(exist_ok=True)
    database = migrated(service, folder)
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in stored})
    with database.read() as tx, Session(tx) as session:
        reader = Reader(session, load(tx, SHELVES, [CASE]), PlainVault(), NOON, actor, SHELVES)
        answer = Holder(service).person_data(PersonData(case_id=CASE, person_id=person_id), reader)
    database.close()
    return read(answer)


def test_somebody_gets_what_they_asked_in_their_own_words_and_what_they_want(folder: Path) -> None:
    lines = copy(folder, SELF, asked_of(noted(AsksFor.ACCESS)), a_wish(FILIP, ""))
    assert under(lines, "asked") == {"asked-for": "access, 2026-11-20", "in-your-words": WORDS}
    assert under(lines, "score-wishes") == {"wants-forms": "yes", "research-may-use": "yes", "form-by": "paper"}


def test_the_office_reads_neither_their_words_nor_that_they_complain(folder: Path) -> None:
    complaint, asked = asked_of(noted(AsksFor.COMPLAINT, "bert")), asked_of(noted(AsksFor.ERASURE))
    office = under(copy(folder / "office", MANAGER, complaint), "asked")
    assert office == {}
    assert under(copy(folder / "words", MANAGER, asked), "asked")["in-your-words"] == "only-for-themselves"
    assert under(copy(folder / "self", SELF, complaint), "asked")["asked-for"] == "complaint, 2026-11-20"


def test_a_registration_is_shown_to_a_main_person_and_to_no_other(folder: Path) -> None:
    kept = Keeping(CASE, "utrecht", "nl/1", people=(FILIP,))
    registration = opened()
    assert under(copy(folder / "main", SELF, registration, kept), "registration")["stage"] == "open"
    assert copy(folder / "other", MANAGER, registration, kept, person_id=SISTER) == {}
