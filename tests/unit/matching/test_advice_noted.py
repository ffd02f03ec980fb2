"""What was missing is noted when it is felt, and leads to nobody."""

from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from kring_matching.app import service
from kring_matching.domain import Coordinator, Missing, Search
from kring_matching.domain.missing import FAR_KM, is_far
from kring_matching.domain.regions import PROVINCES, province_of
from kring_matching.handlers.advice import note_far, note_leaver, note_missing
from kring_matching.store import SHELVES
from kring_shared.contracts.field import ConferenceType, Gender, PersonCard, Wishes
from kring_shared.contracts.matching import PrivateWishes, SelfDeclared
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.municipalities import PLACES
from kring_shared.kernel.work import Work
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, a_work
from tests.unit.matching.searches import CASE, DOSSIER, RACHEL, a_coordinator, a_search, card
from tests.unit.stores import migrated

WISHED: Final = DOSSIER.model_copy(
    update={"languages": ("nl", "ti"), "wishes": Wishes(gender=Gender.FEMALE, languages=("nl", "tr"))}
)
CASE_KEY, PERSON_KEY = scope_of(Scope.CASE, CASE), scope_of(Scope.PERSON, RACHEL)


def noted(work: Work) -> set[tuple[str, str, str]]:
    return {(m.because, m.what, m.value) for m in work.changed.values() if isinstance(m, Missing)}


def wishing(vault: PlainVault) -> Search:
    wishes = vault.seal("utrecht", CASE_KEY, PrivateWishes(religion="muslim", background="moroccan"))
    return a_search(dossier=WISHED, private_wishes=wishes)


def declaring(vault: PlainVault) -> Coordinator:
    declared = vault.seal("utrecht", PERSON_KEY, SelfDeclared(background="moroccan"))
    speaks: PersonCard = card(RACHEL, "Rachel", "nl", "ar")
    return a_coordinator(card=speaks, declared=declared, scopes=(ConferenceType.FAMILY, ConferenceType.RESTORATIVE))


def test_a_search_that_nobody_takes_notes_what_it_asked_for() -> None:
    vault = PlainVault()
    work = a_work("matching", vault=vault)
    note_missing(wishing(vault), work)
    assert noted(work) == {
        ("unfilled", "language", "tr"),
        ("unfilled", "scope", "family"),
        ("unfilled", "region", "Utrecht"),
        ("unfilled", "gender", "female"),
        ("unfilled", "background", "muslim"),
        ("unfilled", "background", "moroccan"),
    }


def test_without_wishes_the_languages_of_the_main_persons_count_and_dutch_never_does() -> None:
    work = a_work("matching")
    note_missing(a_search(dossier=WISHED.model_copy(update={"wishes": Wishes()})), work)
    assert {value for _, what, value in noted(work) if what == "language"} == {"ti"}


def test_a_wish_that_was_erased_is_not_counted() -> None:
    vault = PlainVault()
    search = wishing(vault)
    vault.destroy(CASE_KEY)
    work = a_work("matching", vault=vault)
    note_missing(search, work)
    assert "background" not in {what for _, what, _ in noted(work)}


def test_a_search_counts_once_of_each_kind_however_often_it_becomes_unfilled() -> None:
    first = a_work("matching")
    note_missing(a_search(dossier=WISHED), first)
    kept = next(a for a in first.changed.values() if isinstance(a, Search))
    again = a_work("matching", kept, now=NOON + timedelta(days=30))
    note_missing(kept, again)
    assert noted(again) == set()
    note_far(kept, a_coordinator(lent_by="gent"), again)
    assert {because for because, _, _ in noted(again)} == {"far"}


def test_what_a_handler_saved_before_is_kept() -> None:
    work = a_work("matching")
    work.save(replace(a_search(dossier=WISHED), reason="urgent"))
    note_missing(a_search(dossier=WISHED), work)
    kept = work.need(Search, CASE)
    assert (kept.reason, kept.counted) == ("urgent", ("unfilled",))


@pytest.mark.parametrize(
    ("coordinator", "far"),
    [
        (a_coordinator(municipality="Amersfoort"), False),
        (a_coordinator(municipality="Maastricht"), True),
        (a_coordinator(municipality="Nergenshuizen"), False),
        (a_coordinator(municipality="", lent_by="gent"), True),
    ],
    ids=["near", "over the limit", "a place nobody knows", "lent"],
)
def test_from_far_is_lent_or_over_forty_kilometres(coordinator: Coordinator, *, far: bool) -> None:
    assert FAR_KM == 40
    assert is_far(coordinator, DOSSIER) is far
    work = a_work("matching")
    note_far(a_search(), coordinator, work)
    assert bool(noted(work)) is far


def test_with_a_leaver_go_languages_scopes_region_and_what_they_declared() -> None:
    vault = PlainVault()
    work = a_work("matching", vault=vault)
    note_leaver(declaring(vault), work)
    assert noted(work) == {
        ("left", "language", "ar"),
        ("left", "scope", "family"),
        ("left", "scope", "restorative"),
        ("left", "region", "Utrecht"),
        ("left", "background", "moroccan"),
    }


def test_a_guest_who_goes_home_is_no_loss_and_what_was_taken_back_is_not_counted() -> None:
    work = a_work("matching")
    note_leaver(a_coordinator(lent_by="gent"), work)
    assert noted(work) == set()
    note_leaver(a_coordinator(declared=None), work)
    assert "background" not in {what for _, what, _ in noted(work)}


def test_what_is_noted_has_no_case_no_person_no_day_and_an_id_that_tells_no_moment() -> None:
    vault = PlainVault()
    work = a_work("matching", vault=vault)
    note_missing(wishing(vault), work)
    rows = [m for m in work.changed.values() if isinstance(m, Missing)]
    assert {f.name for f in fields(Missing)} == {
        "missing_id",
        "office",
        "month",
        "because",
        "what",
        "value",
        "version",
    }
    for row in rows:
        assert row.month == date(2026, 11, 1)
        assert CASE not in repr(row)
        assert row.missing_id[:12] != work.cause[:12]
    assert len({row.missing_id for row in rows}) == len(rows)


def test_every_municipality_that_is_known_lies_in_one_province() -> None:
    listed = [place for places in PROVINCES.values() for place in places]
    assert sorted(listed) == sorted(PLACES)
    assert province_of("den bosch") == "Noord-Brabant"


def test_that_a_search_was_counted_is_stored_with_it_and_what_was_missing_by_itself(tmp_path: Path) -> None:
    work = a_work("matching")
    note_missing(a_search(dossier=WISHED), work)
    database = migrated(service, tmp_path)
    with database.begin() as tx:
        save(tx, SHELVES, work.changed)
    with database.read() as tx:
        found = load(tx, SHELVES, [a.id for a in work.changed.values()]).loaded
    database.close()
    again = a_work("matching", *found.values(), now=NOON + timedelta(days=1))
    note_missing(again.need(Search, CASE), again)
    assert found.keys() == work.changed.keys()
    assert noted(again) == set()
