"""All waiting requests at once: the same scores as the ranking, everybody's room, and why not the own first choice."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kring_matching.hooks import Verdict, View, Words
from kring_matching.process import Stage
from kring_matching.queries.together import BECAUSE
from kring_matching.together.reasons import Reason
from kring_shared.contracts.field import Urgency
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import NotFound
from kring_shared.testing.work import NOON
from tests.unit.matching.rankings import BUILT_IN, AnOffice
from tests.unit.matching.searches import CASE, DOSSIER, JOOST, RACHEL, TODAY, a_coordinator, a_search

OTHER, THIRD, BUSY = (f"{n:032x}" for n in (64, 65, 66))


class Liking:
    """A criterion that scores each coordinator for each case."""

    weight = 1.0

    def __init__(self, scores: dict[tuple[str, str], float]) -> None:
        self.scores = scores

    def look(self, view: View) -> Verdict:
        return Verdict(self.scores.get((view.case_id, view.coordinator.id), 0.0), Words("liked", "gewenst"))


RULES = {name: BUILT_IN[name] for name in ("full", "away", "travel-limit")}


def an_office(folder: Path, scores: dict[tuple[str, str], float], *more: Any, **changes: Any) -> AnOffice:  # noqa: ANN401
    fields: dict[str, Any] = {"maximum_load": 1, "last_case_on": TODAY} | changes
    two = (a_coordinator(RACHEL, **fields), a_coordinator(JOOST, "Joost", **fields))
    return AnOffice(folder, a_search(), a_search(case_id=OTHER), *two, *more, built={"liking": Liking(scores), **RULES})


WANTS_RACHEL = {(CASE, RACHEL): 0.9, (CASE, JOOST): 0.8, (OTHER, RACHEL): 0.8, (OTHER, JOOST): 0.1}


def test_together_is_better_than_one_by_one_and_says_why_it_is_not_the_own_first_choice(tmp_path: Path) -> None:
    found = an_office(tmp_path, WANTS_RACHEL).together()
    assert [(pair.case_id, pair.coordinator_id, pair.score, pair.best_id) for pair in found.pairs] == [
        (CASE, JOOST, 0.8, RACHEL),
        (OTHER, RACHEL, 0.8, RACHEL),
    ]
    assert [pair.because for pair in found.pairs] == [BECAUSE[Reason.WORTH_MORE_ELSEWHERE].en, ""]
    assert found.unfilled == ()


def test_the_reason_is_told_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    pairs = an_office(tmp_path, WANTS_RACHEL).together(language="nl").pairs
    assert pairs[0].because == "de eerste keus past beter bij een andere aanvraag, voor allen samen"


def test_every_reason_a_pair_can_have_has_its_sentence_in_both_languages() -> None:
    assert set(Reason) - set(BECAUSE) == {Reason.NO_ROOM, Reason.NOBODY_FITS}
    assert all(bool(words.en) is bool(words.nl) is (reason is not Reason.OWN_BEST) for reason, words in BECAUSE.items())


def test_the_scores_are_those_of_the_ranking_and_who_is_kept_out_there_is_not_paired_here(tmp_path: Path) -> None:
    alone = replace(a_search(case_id=OTHER), tied=(RACHEL,), refused=(JOOST,))
    office = AnOffice(tmp_path, a_search(), alone, a_coordinator(), a_coordinator(JOOST, "Joost", birth_year=None))
    together = office.together()
    best = office.rank().coordinators[0]
    assert [(p.coordinator_id, p.score, p.name) for p in together.pairs] == [
        (best.coordinator_id, best.score, best.name)
    ]
    assert together.unfilled == (OTHER,)


@pytest.mark.parametrize(
    "changes",
    [
        *({"stage": one} for one in Stage if one not in {Stage.SEARCHING, Stage.UNFILLED}),
        {"paused_at": NOON},
        {"office": "gent"},
    ],
)
def test_only_what_waits_here_is_paired_and_nothing_else_can_be_named(tmp_path: Path, changes: dict[str, Any]) -> None:
    office = an_office(tmp_path, WANTS_RACHEL, a_search(case_id=THIRD, **changes))
    assert {pair.case_id for pair in office.together().pairs} == {CASE, OTHER}
    with pytest.raises(NotFound, match="not all of these cases wait"):
        office.together(CASE, THIRD)


def test_an_unfilled_search_waits_too_and_naming_cases_leaves_the_others_out(tmp_path: Path) -> None:
    office = an_office(tmp_path, WANTS_RACHEL, a_search(case_id=THIRD, stage=Stage.UNFILLED))
    assert {pair.case_id for pair in office.together().pairs} | set(office.together().unfilled) == {CASE, OTHER, THIRD}
    assert [pair.case_id for pair in office.together(OTHER).pairs] == [OTHER]


def test_the_room_somebody_has_is_what_their_cases_leave_and_the_urgent_are_served_first(tmp_path: Path) -> None:
    urgent = a_search(case_id=THIRD, dossier=DOSSIER.model_copy(update={"urgency": Urgency.URGENT}))
    busy = a_search(case_id=BUSY, stage=Stage.FROZEN, coordinator_id=JOOST)
    found = an_office(tmp_path, WANTS_RACHEL, urgent, busy).together()
    assert [(pair.case_id, pair.coordinator_id) for pair in found.pairs] == [(THIRD, RACHEL)]
    assert found.unfilled == (CASE, OTHER)


def test_among_equals_goes_first_whose_last_case_is_longest_ago(tmp_path: Path) -> None:
    even = {(CASE, RACHEL): 0.5, (CASE, JOOST): 0.5}
    office = an_office(tmp_path, even)
    office.put(replace(a_coordinator(JOOST, "Joost"), last_case_on=TODAY - timedelta(days=200), version=1))
    (pair,) = office.together(CASE).pairs
    assert pair.coordinator_id == JOOST


def test_only_the_names_of_who_would_come_are_opened_and_nothing_is_written(tmp_path: Path) -> None:
    office = an_office(tmp_path, WANTS_RACHEL, a_coordinator(f"{80:032x}", "Anna", maximum_load=0))
    before = office.together()
    assert set(office.vault.opened) == {(scope_of(Scope.PERSON, one), Contact) for one in (RACHEL, JOOST)}
    assert office.together() == before


def test_without_anything_that_waits_nothing_is_paired(tmp_path: Path) -> None:
    found = AnOffice(tmp_path, a_coordinator()).together()
    assert (found.pairs, found.unfilled) == ((), ())
