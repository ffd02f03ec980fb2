"""What matching gives a main person: their wishes, and who coordinates; nobody else of a case is known there."""

from pathlib import Path

import pytest
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Search
from kring_matching.process import Stage
from kring_matching.store import SHELVES
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.every_service import PersonData
from kring_shared.contracts.field import Gender, Wishes
from kring_shared.contracts.matching import PrivateWishes
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.runtime.declared.every_service import Holder
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.held import Lines, read, under
from tests.unit.matching.searches import CASE, DOSSIER, FILIP, JOOST, RACHEL, a_coordinator, a_search
from tests.unit.stores import migrated

SELF, MANAGER = an_actor(Role.MAIN_PERSON, FILIP), an_actor(Role.REGIONAL_MANAGER)
SEALED = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), PrivateWishes(religion="muslim"))
SISTER = "0" * 31 + "9"


@pytest.fixture(name="folder")
def a_folder(tmp_path: Path) -> Path:
    return tmp_path


def wished(**changes: object) -> Search:
    wishes = Wishes(gender=Gender.FEMALE, languages=("tr", "nl"))
    dossier = DOSSIER.model_copy(update={"wishes": wishes})
    found: dict[str, object] = {"dossier": dossier, "private_wishes": SEALED, "coordinated_by": RACHEL}
    return a_search(**(found | {"stage": Stage.ACTIVE, "coordinator_id": RACHEL} | changes))


def copy(folder: Path, search: Search, actor: Actor, person_id: str = FILIP) -> Lines:
    database = migrated(service, folder)
    stored = (search, a_coordinator(), a_coordinator(JOOST, "Joost"))
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in stored})
    with database.read() as tx, Session(tx) as session:
        reader = Reader(session, load(tx, SHELVES, [CASE]), PlainVault(), NOON, actor, SHELVES)
        answer = Holder(service).person_data(PersonData(case_id=CASE, person_id=person_id), reader)
    database.close()
    return read(answer)


def test_a_main_person_gets_their_wishes_and_who_coordinates(folder: Path) -> None:
    lines = copy(folder, wished(refused=(JOOST,)), SELF)
    assert under(lines, "wishes") == {"gender": "female", "languages": "tr, nl", "religion": "muslim"}
    assert under(lines, "coordinator") == {"stage": "active", "name": "Rachel"}
    assert "Joost" not in str(lines)


def test_what_a_family_keeps_to_itself_is_in_no_copy_that_the_office_makes(folder: Path) -> None:
    assert under(copy(folder, wished(), MANAGER), "wishes")["private-wishes"] == "only-for-themselves"


def test_of_several_main_persons_nobody_reads_what_another_may_have_wished(folder: Path) -> None:
    both = wished(main_person_ids=(FILIP, SISTER))
    assert under(copy(folder, both, SELF), "wishes")["private-wishes"] == "words-of-somebody-else"


def test_of_anybody_else_nothing_is_held(folder: Path) -> None:
    assert copy(folder, wished(), MANAGER, RACHEL) == {}
