"""Who fits, best first, and why; and who cannot, and why not: an explanation everyone can check."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from kring_matching.domain import Lending
from kring_matching.hooks import Stops, Verdict, View, Words
from kring_matching.process import Lent, Stage
from kring_matching.queries.judging import FAILED, Judges
from kring_matching.store.traits import TRAITS
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import NotFound
from kring_shared.testing.work import NOON
from tests.unit.matching.rankings import BUILT_IN, AnOffice
from tests.unit.matching.searches import CASE, JOOST, RACHEL, a_coordinator, a_search

ANNA, LIEVE = "0" * 31 + "5", "0" * 31 + "9"
SAYS_SO = Words("because it says so", "omdat het dat zegt")


@dataclass
class Points:
    """A criterion that gives fixed points, and does not say what it looks at."""

    weight: float
    points: dict[str, float | None]

    def look(self, view: View) -> Verdict:
        return Verdict(self.points.get(view.coordinator.id), SAYS_SO)


@dataclass
class Never:
    """A rule against some, whose sentence is about one of them."""

    against: tuple[str, ...]

    def keeps_out(self, view: View) -> Stops | None:
        who = view.coordinator.id
        return Stops("never", Words(f"not {who}", f"niet {who}")) if who in self.against else None


class Breaks:
    """A rule that cannot be asked about some."""

    def keeps_out(self, view: View) -> Stops | None:
        if view.coordinator.id == JOOST:
            raise ZeroDivisionError
        return None


def an_office(folder: Path, *people: str, **built: Any) -> AnOffice:  # noqa: ANN401 - plugins
    return AnOffice(folder, a_search(), *(a_coordinator(one) for one in people), built=built)


def test_the_best_comes_first_and_a_weight_counts(tmp_path: Path) -> None:
    heavy, light = Points(3, {RACHEL: 0.0, JOOST: 1.0}), Points(1, {RACHEL: 1.0, JOOST: 0.0})
    found = an_office(tmp_path, RACHEL, JOOST, light=light, heavy=heavy).rank().coordinators
    assert [(c.coordinator_id, c.score, c.place) for c in found] == [(JOOST, 0.75, 1), (RACHEL, 0.25, 2)]
    assert [(s.criterion, s.weight) for s in found[0].scores] == [("heavy", 3), ("light", 1)]


def test_a_faulty_rule_keeps_out_whom_it_could_not_be_asked_about_and_the_others_are_ranked(tmp_path: Path) -> None:
    found = an_office(tmp_path, RACHEL, JOOST, any=Points(1, {}), breaks=Breaks()).rank()
    assert [(c.coordinator_id, [stop.code for stop in c.stops]) for c in found.coordinators] == [
        (RACHEL, []),
        (JOOST, ["rule-failed"]),
    ]


def test_a_criterion_that_has_nothing_to_say_counts_for_nothing(tmp_path: Path) -> None:
    silent, speaking = Points(9, {RACHEL: None}), Points(1, {RACHEL: 0.5})
    (found,) = an_office(tmp_path, RACHEL, silent=silent, speaking=speaking).rank(language="nl").coordinators
    assert found.score == 0.5
    assert [(s.criterion, s.score, s.because) for s in found.scores] == [
        ("silent", None, "omdat het dat zegt"),
        ("speaking", 0.5, "omdat het dat zegt"),
    ]


def test_without_any_verdict_nobody_is_preferred_and_equals_stand_in_the_same_order_for_everyone(
    tmp_path: Path,
) -> None:
    found = an_office(tmp_path, JOOST, ANNA, RACHEL, none=Points(1, {})).rank().coordinators
    assert [(c.coordinator_id, c.score) for c in found] == [(RACHEL, 0.0), (JOOST, 0.0), (ANNA, 0.0)]


def test_who_cannot_comes_last_with_the_reason_however_well_they_fit(tmp_path: Path) -> None:
    points = Points(1, {RACHEL: 1.0, ANNA: 0.9, JOOST: 0.1})
    office = an_office(tmp_path, RACHEL, ANNA, JOOST, a=points, never=Never((RACHEL, ANNA)))
    ranking = office.rank()
    assert [(c.coordinator_id, c.place) for c in ranking.coordinators] == [(JOOST, 1), (RACHEL, None), (ANNA, None)]
    assert [(s.code, s.because) for s in ranking.coordinators[1].stops] == [("never", f"not {RACHEL}")]
    assert ranking.fitting == 1


def test_why_not_is_counted_by_code_and_says_nothing_of_one_person(tmp_path: Path) -> None:
    office = AnOffice(
        tmp_path,
        a_search(tied=(ANNA,)),
        a_coordinator(scopes=(ConferenceType.COMMUNITY,)),
        a_coordinator(ANNA, scopes=(ConferenceType.COMMUNITY,)),
        a_coordinator(JOOST),
        built={"never": Never((RACHEL, JOOST))},
    )
    found = [(why.code, why.because, why.coordinators) for why in office.rank(language="nl").why_not]
    assert found == [
        ("never", "de regel `never` staat in de weg", 2),
        ("scope", "is nog niet toegelaten tot dit soort conferentie", 2),
        ("tied", "heeft een band met deze zaak", 1),
    ]


def test_only_the_best_of_each_are_shown_and_only_their_names_are_opened(tmp_path: Path) -> None:
    fits = [f"{n:032x}" for n in range(16, 20)]
    cannot = [f"{n:032x}" for n in range(32, 36)]
    points = Points(1, {one: place / 8 for place, one in enumerate((*fits, *cannot))})
    office = an_office(tmp_path, *fits, *cannot, a=points, never=Never(tuple(cannot)))
    ranking = office.rank(limit=2)
    shown = [fits[3], fits[2], cannot[3], cannot[2]]
    assert [c.coordinator_id for c in ranking.coordinators] == shown
    assert ranking.fitting == 4
    assert sorted(office.vault.opened) == sorted((scope_of(Scope.PERSON, one), Contact) for one in shown)


@pytest.mark.parametrize(
    ("about", "shown", "places"),
    [
        (16, [19, 18, 16, 35, 34], [1, 2, 4, None, None]),
        (18, [19, 18, 35, 34], [1, 2, None, None]),
        (32, [19, 18, 35, 34, 32], [1, 2, None, None, None]),
    ],
)
def test_who_was_asked_about_is_explained_wherever_they_stand(
    tmp_path: Path, about: int, shown: list[int], places: list[int | None]
) -> None:
    fits, cannot = range(16, 20), range(32, 36)
    points = Points(1, {f"{n:032x}": n / 40 for n in (*fits, *cannot)})
    everybody = [f"{n:032x}" for n in (*fits, *cannot)]
    office = an_office(tmp_path, *everybody, a=points, never=Never(tuple(everybody[4:])))
    found = office.rank(limit=2, about=f"{about:032x}").coordinators
    assert [int(c.coordinator_id, 16) for c in found] == shown
    assert [c.place for c in found] == places


def test_nobody_is_explained_who_is_not_in_the_register_and_no_case_of_another_office(tmp_path: Path) -> None:
    office = an_office(tmp_path, RACHEL)
    with pytest.raises(NotFound, match="nobody is known"):
        office.rank(about=LIEVE)
    with pytest.raises(NotFound, match="no search"):
        office.rank(case_id=LIEVE)


def test_a_load_is_cases_from_the_yes_on_and_loans_and_not_the_case_in_question(tmp_path: Path) -> None:
    cases = [
        a_search(case_id=f"{n:032x}", stage=stage, coordinator_id=RACHEL)
        for n, stage in enumerate(Stage, start=64)
        if stage not in {Stage.SEARCHING, Stage.UNFILLED}
    ]
    lending = Lending(
        loan_id=f"{80:032x}",
        office="utrecht",
        to_office="amersfoort",
        conference_type=ConferenceType.FAMILY,
        urgency=Urgency.NORMAL,
        languages=(),
        answer_by=NOON,
        coordinator_id=RACHEL,
        stage=Lent.LENT,
    )
    ours = a_search(stage=Stage.ACCEPTED, coordinator_id=RACHEL)
    office = AnOffice(tmp_path, ours, *cases, lending, a_coordinator(maximum_load=5))
    (found,) = office.rank().coordinators
    assert {s.criterion: s.because for s in found.scores}["load"] == "has 4 of at most 5 cases"


def test_a_guest_is_ranked_for_the_case_they_are_lent_for_and_for_no_other(tmp_path: Path) -> None:
    guest = a_coordinator(LIEVE, "Lieve", lent_by="amersfoort", for_case=CASE, statute=None)
    elsewhere = replace(guest, coordinator_id=ANNA, for_case=f"{64:032x}")
    office = AnOffice(tmp_path, a_search(), guest, elsewhere, a_coordinator(supervised=True))
    found = office.rank().coordinators
    assert {(c.coordinator_id, c.lent_by, c.supervised, c.stops) for c in found} == {
        (LIEVE, "amersfoort", False, ()),
        (RACHEL, None, True, ()),
    }


def test_coordinators_of_another_office_are_not_ranked_and_who_was_erased_has_no_name(tmp_path: Path) -> None:
    office = AnOffice(tmp_path, a_search(), a_coordinator(), a_coordinator(LIEVE, office="gent"))
    office.vault.destroy(scope_of(Scope.PERSON, RACHEL))
    assert [(c.coordinator_id, c.name) for c in office.rank().coordinators] == [(RACHEL, "(erased)")]


def test_an_empty_register_has_nobody_who_fits(tmp_path: Path) -> None:
    ranking = AnOffice(tmp_path, a_search()).rank()
    assert (ranking.coordinators, ranking.fitting, ranking.why_not) == ((), 0, ())


def test_who_says_what_they_look_at_sees_nothing_else(tmp_path: Path) -> None:
    class Nosy(Points):
        looks_at = ("gender",)

        def look(self, view: View) -> Verdict:
            return Verdict(0.5 if view.coordinator.birth_year else 0.4, SAYS_SO)

    (found,) = an_office(tmp_path, RACHEL, nosy=Nosy(1, {})).rank().coordinators
    assert [(said.score, said.because) for said in found.scores] == [(None, FAILED.because.en)]


def test_only_the_columns_that_are_looked_at_are_read_unless_somebody_does_not_say() -> None:
    rules_only = Judges({}, ()).traits
    assert {"gender", "birth_year", "languages"}.isdisjoint(rules_only)
    assert {"ties", "statute", "screening_valid_until"} <= rules_only
    assert Judges({"a": Points(1, {})}, ()).traits == set(TRAITS)


def test_who_coordinated_before_is_told_to_who_chooses(tmp_path: Path) -> None:
    office = AnOffice(tmp_path, a_search(previous_coordinator_id=LIEVE), a_coordinator(), built=BUILT_IN)
    ranking = office.rank()
    assert ranking.previous_coordinator_id == LIEVE
    reasons = {s.criterion: s.because for s in ranking.coordinators[0].scores}
    assert reasons["known-coordinator"] == "new to these people, which is fine too"
