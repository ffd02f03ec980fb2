"""Asking once for all who are alike, and putting only the best in order, is the same as looking at everybody alone."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kring_matching.domain import Coordinator, Search
from kring_matching.hooks import MAY_LOOK_AT, Verdict, View, Words
from kring_matching.process import Stage, Standing
from kring_matching.queries.pool import FOUND_FROM, OF_THE_CASE
from kring_matching.store.traits import TRAITS
from kring_shared.contracts.field import ConferenceType, Gender, Wishes
from kring_shared.contracts.matching import LanguageLevel, LanguageSkill, Period, TieKind
from tests.unit.matching.rankings import BUILT_IN, AnOffice, one_by_one
from tests.unit.matching.searches import DOSSIER, STATUTE, TODAY, a_coordinator, a_search, card

PLACES = ("Utrecht", "Amersfoort", "Zeist", "Groningen", "Atlantis", "")
LANGUAGES = ("nl", "tr", "ar")
PEOPLE = 120


class AnyOfThem:
    """Somebody else's criterion, which looks at whatever it likes and may."""

    weight = 1.7

    def look(self, view: View) -> Verdict:
        coordinator = view.coordinator
        looked = (coordinator.birth_year, coordinator.away, coordinator.levels, coordinator.certified_on)
        return Verdict(len(str(looked)) % 7 / 7, Words("as it likes", "naar het uitkomt"))


def somebody(number: int, chance: Random) -> Coordinator:
    skills = tuple(LanguageSkill(language=one, level=chance.choice(list(LanguageLevel))) for one in LANGUAGES[1:])
    day = TODAY + timedelta(days=chance.randint(-3, 3))
    who = f"{number:032x}"
    return a_coordinator(
        who,
        card=card(who, "somebody", *chance.sample(LANGUAGES, chance.randint(1, 2))),
        scopes=tuple(one for one in ConferenceType if chance.random() < 0.8),
        gender=chance.choice((*Gender, None)),
        birth_year=chance.choice((None, 1950, 1970, 1990)),
        municipality=chance.choice(PLACES),
        municipalities=tuple(chance.sample(PLACES, chance.choice((0, 0, 1, 2)))),
        travel_limit_km=chance.choice((0, 10, 40)),
        maximum_load=chance.choice((0, 1, 2)),
        screening_valid_until=chance.choice((day, TODAY + timedelta(days=90))),
        levels=tuple(chance.sample(skills, chance.randint(0, 2))),
        away=(Period(first=day, last=day),) if chance.random() < 0.2 else (),
        statute=chance.choice((STATUTE, STATUTE, STATUTE, STATUTE.model_copy(update={"until": day}), None)),
        ties=(TieKind.PAID_BY,) if chance.random() < 0.05 else (),
        standing=chance.choice((*[Standing.ACTIVE] * 9, Standing.PAUSED)),
        supervised=chance.random() < 0.2,
        certified_on=chance.choice((None, day)),
        last_case_on=chance.choice((None, TODAY - timedelta(days=chance.randint(0, 500)))),
        lent_by=chance.choice((*[None] * 9, "amersfoort")),
    )


def a_case(everybody: list[Coordinator], chance: Random) -> Search:
    ids = [one.id for one in everybody]
    wishes = Wishes(
        gender=chance.choice((None, Gender.FEMALE)),
        age_band=chance.choice((None, "40-60")),
        languages=tuple(chance.sample(LANGUAGES, chance.randint(0, 2))),
    )
    dossier = DOSSIER.model_copy(
        update={
            "wishes": wishes,
            "languages": tuple(chance.sample(LANGUAGES, chance.randint(0, 2))),
            "municipality": chance.choice(PLACES),
            "conference_type": chance.choice((None, *ConferenceType)),
        }
    )
    return a_search(
        dossier=dossier,
        refused=tuple(chance.sample(ids, 3)),
        tied=tuple(chance.sample(ids, 3)),
        previous_coordinator_id=chance.choice((None, "f" * 32, *ids)),
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("built", [BUILT_IN, BUILT_IN | {"theirs": AnyOfThem()}], ids=["built-in", "with-theirs"])
def test_the_order_the_scores_the_stops_and_the_counts_are_those_of_looking_at_everybody_alone(
    tmp_path: Path, seed: int, built: dict[str, Any]
) -> None:
    chance = Random(seed)  # noqa: S311 - the same at each run
    everybody = [somebody(number, chance) for number in range(1, PEOPLE + 1)]
    cases = [
        a_search(case_id=f"{number:032x}", stage=Stage.ACTIVE, coordinator_id=chance.choice(everybody).id)
        for number in range(1000, 1040)
    ]
    search = a_case(everybody, chance)
    loads = Counter(str(one.coordinator_id) for one in cases)
    alone = one_by_one(search, everybody, loads, built)
    office = AnOffice(tmp_path, search, *everybody, *cases, built=built)
    fits = [one for one in alone if not one[2]]
    cannot = [one for one in alone if one[2]]
    for limit in (3, 25, 200):
        ranking = office.rank(limit=limit)
        shown = [(c.coordinator_id, c.score, tuple(s.code for s in c.stops)) for c in ranking.coordinators]
        assert shown == [*fits[:limit], *cannot[:limit]]
        assert ranking.fitting == len(fits)
        assert {why.code: why.coordinators for why in ranking.why_not} == Counter(c for one in cannot for c in one[2])
    for place, (who, _, _) in enumerate(fits, start=1):
        about = {c.coordinator_id: c.place for c in office.rank(limit=1, about=who).coordinators}
        assert about[who] == place


def test_what_may_be_looked_at_is_all_that_is_read_or_found_and_nothing_private() -> None:
    papers = {
        "ties",
        "is_tied",
        "statute",
        "has_statute",
        "screening_valid_until",
        "screening_checked_on",
        "is_screened",
    }
    assert {*TRAITS, *OF_THE_CASE, *FOUND_FROM, "active_cases", "id"} - papers == MAY_LOOK_AT
    assert {"card", "declared", "name", "contact", "standing_because", "issued"}.isdisjoint(MAY_LOOK_AT)


def test_every_built_in_says_what_it_looks_at() -> None:
    assert {name for name, one in BUILT_IN.items() if not isinstance(getattr(one, "looks_at", None), tuple)} == set()


def test_who_looks_at_papers_or_ties_sees_nothing_and_says_nothing_of_anybody(tmp_path: Path) -> None:
    class Curious:
        weight = 1.0

        def look(self, view: View) -> Verdict:
            return Verdict(1.0, Words(str(view.coordinator.ties), str(view.coordinator.ties)))

    tied = a_coordinator(ties=(TieKind.HOUSEHOLD,))
    (found,) = AnOffice(tmp_path, a_search(), tied, built={"curious": Curious()}).rank().coordinators
    (said,) = found.scores
    assert (said.score, said.because) == (None, "this criterion could not be asked; tell who runs Kring")
