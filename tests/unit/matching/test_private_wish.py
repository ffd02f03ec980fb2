"""A wish that the family keeps to itself counts, and nobody learns what it is, nor who does not meet it."""

from pathlib import Path
from random import Random

import pytest

from kring_matching.domain import Coordinator, Search
from kring_matching.hooks import Stops, Verdict, View, Words
from kring_matching.queries.private_wish import MEETS, UNKNOWN
from kring_shared.contracts.matching import PrivateWishes, SelfDeclared
from kring_shared.contracts.sealed import Scope, Sealed, scope_of
from kring_shared.testing.work import PlainVault
from tests.unit.matching.rankings import AnOffice
from tests.unit.matching.searches import CASE, JOOST, RACHEL, a_coordinator, a_search

ANNA = "0" * 31 + "5"


class Even:
    """A criterion for which all are equal, and which remembers what it was shown."""

    weight = 1.0

    def __init__(self) -> None:
        self.saw: list[Coordinator] = []

    def look(self, view: View) -> Verdict:
        self.saw.append(view.coordinator)
        return Verdict(0.5, Words("all are equal", "allen zijn gelijk"))


class Nobody:
    """A rule that keeps everybody out."""

    def keeps_out(self, view: View) -> Stops | None:
        return Stops("nobody", Words("nobody", "niemand")) if view.case_id == CASE else None


def wishing(**wishes: str) -> Search:
    sealed: Sealed[PrivateWishes] = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), PrivateWishes(**wishes))
    return a_search(private_wishes=sealed)


def declaring(who: str, **declared: str) -> Coordinator:
    return a_coordinator(
        who, declared=PlainVault().seal("utrecht", scope_of(Scope.PERSON, who), SelfDeclared(**declared))
    )


@pytest.mark.parametrize(
    ("wishes", "declared", "verdict"),
    [
        ({"religion": "muslim"}, {"religion": "muslim"}, MEETS),
        ({"religion": "muslim"}, {"religion": "muslim", "background": "moroccan"}, MEETS),
        ({"religion": "muslim", "background": "moroccan"}, {"religion": "muslim", "background": "moroccan"}, MEETS),
        ({"religion": "muslim", "background": "moroccan"}, {"religion": "muslim"}, UNKNOWN),
        ({"religion": "muslim", "background": "moroccan"}, {"background": "moroccan"}, UNKNOWN),
        ({"religion": "muslim"}, {"religion": "catholic"}, UNKNOWN),
        ({"religion": "muslim"}, {}, UNKNOWN),
    ],
)
def test_all_that_is_wished_is_met_or_nothing_is_known(
    tmp_path: Path, wishes: dict[str, str], declared: dict[str, str], verdict: Verdict
) -> None:
    office = AnOffice(tmp_path, wishing(**wishes), declaring(RACHEL, **declared), built={})
    for language, because in (("en", verdict.because.en), ("nl", verdict.because.nl)):
        (found,) = office.rank(language=language).coordinators[0].scores
        assert (found.criterion, found.score, found.because) == ("private-wish", verdict.score, because)


def test_who_declared_something_else_cannot_be_told_from_who_declared_nothing(tmp_path: Path) -> None:
    office = AnOffice(
        tmp_path, wishing(religion="muslim"), declaring(RACHEL, religion="catholic"), a_coordinator(JOOST)
    )
    one, other = office.rank().coordinators
    assert (one.score, one.scores) == (other.score, other.scores)


def test_nothing_that_is_told_holds_the_wish(tmp_path: Path) -> None:
    office = AnOffice(tmp_path, wishing(religion="muslim"), declaring(RACHEL, religion="muslim"))
    for language in ("en", "nl"):
        assert "muslim" not in office.rank(language=language).model_dump_json()


@pytest.mark.parametrize("erased", [scope_of(Scope.CASE, CASE), scope_of(Scope.PERSON, RACHEL)])
def test_what_was_erased_is_not_known(tmp_path: Path, erased: str) -> None:
    office = AnOffice(tmp_path, wishing(religion="muslim"), declaring(RACHEL, religion="muslim"), built={})
    office.vault.destroy(erased)
    scores = office.rank().coordinators[0].scores
    assert all(score.because == UNKNOWN.because.en for score in scores)


def test_without_such_a_wish_nobody_is_opened_and_nothing_is_said(tmp_path: Path) -> None:
    office = AnOffice(tmp_path, a_search(), declaring(RACHEL, religion="muslim"), built={})
    assert office.rank().coordinators[0].scores == ()
    assert SelfDeclared not in {form for _, form in office.vault.opened}


def test_only_who_declared_something_is_opened_and_no_more_than_the_order_needs(tmp_path: Path) -> None:
    class Ladder(Even):
        def look(self, view: View) -> Verdict:
            return Verdict(int(view.coordinator.id, 16) / 100, Words("a ladder", "een ladder"))

    ladder = Ladder()
    ladder.weight = 30.0
    people = [declaring(f"{n:032x}", religion="catholic") for n in range(1, 100, 2)]
    people += [a_coordinator(f"{n:032x}") for n in range(2, 100, 2)]
    office = AnOffice(tmp_path, wishing(religion="muslim"), *people, built={"ladder": ladder})
    office.rank(limit=5)
    opened = {int(scope.removeprefix("person/"), 16) for scope, form in office.vault.opened if form is SelfDeclared}
    assert opened
    assert all(one % 2 and one > 80 for one in opened)


def test_no_plugin_sees_what_is_sealed(tmp_path: Path) -> None:
    even = Even()
    AnOffice(tmp_path, wishing(religion="muslim"), declaring(RACHEL, religion="muslim"), built={"even": even}).rank()
    (seen,) = even.saw
    for private in ("declared", "card", "ties", "screening_valid_until", "statute"):
        with pytest.raises(AttributeError, match="is not among it"):
            getattr(seen, private)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("built", [{}, {"nobody": Nobody()}], ids=["fits", "cannot"])
def test_the_order_is_that_of_opening_everybody(tmp_path: Path, seed: int, built: dict[str, object]) -> None:
    class Drawn(Even):
        def look(self, view: View) -> Verdict:
            return Verdict(Random(view.coordinator.id).randint(0, 9) / 10, Words("drawn", "geloot"))  # noqa: S311

    chance = Random(seed)  # noqa: S311 - the same at each run
    drawn = Drawn()
    drawn.weight = 7.0
    people = [
        declaring(f"{n:032x}", religion=chance.choice(("muslim", "catholic")))
        if chance.random() < 0.6
        else a_coordinator(f"{n:032x}")
        for n in range(60)
    ]
    office = AnOffice(tmp_path, wishing(religion="muslim"), *people, built={"drawn": drawn, **built})
    everybody = [(c.coordinator_id, c.score, c.place) for c in office.rank(limit=200).coordinators]
    assert [(c.coordinator_id, c.score, c.place) for c in office.rank(limit=6).coordinators] == everybody[:6]
    for who, score, place in everybody:
        found = {c.coordinator_id: (c.score, c.place) for c in office.rank(limit=2, about=who).coordinators}
        assert found[who] == (score, place)
    assert ANNA in {who for who, _, _ in everybody}
