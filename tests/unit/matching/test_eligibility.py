"""Who cannot be proposed: the rules that nothing switches off, and those that are plugged in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_matching.domain.eligibility import ALWAYS, Stops, View, Words, stops_for
from kring_matching.hooks import Verdict
from kring_matching.plugged import criteria, rules
from kring_matching.plugins.away import Away
from kring_matching.plugins.full import Full
from kring_matching.plugins.travel_limit import TravelLimit
from kring_matching.process import Standing
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import Period, Statute, StatuteKind, TieKind
from kring_shared.kernel.errors import WrongSetup
from kring_shared.kernel.plugins import NoSettings
from tests.unit.matching.rankings import BUILT_IN
from tests.unit.matching.searches import CASE, DOSSIER, JOOST, RACHEL, STATUTE, TODAY, a_coordinator, a_search

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
VOLUNTEER = Statute(
    kind=StatuteKind.VOLUNTEER,
    since=date(2024, 1, 1),
    note_agreed_on=date(2024, 1, 1),
    insured_until=TODAY,
    secrecy_pledged_on=date(2024, 1, 1),
)


def codes(search: dict[str, Any] | None = None, load: int = 0, **changes: Any) -> tuple[str, ...]:  # noqa: ANN401 - fields
    view = a_search(**(search or {})).view_of(a_coordinator(**changes), load, TODAY)
    return tuple(stop.code for stop in stops_for(view, ()))


def without(field: str) -> dict[str, Any]:
    return {"statute": VOLUNTEER.model_copy(update={field: None})}


def test_whoever_has_nothing_against_them_may_be_proposed() -> None:
    assert codes() == ()


@pytest.mark.parametrize(
    ("search", "changes", "code"),
    [
        *(({}, {"ties": (tie,)}, "not-independent") for tie in TieKind),
        ({"tied": (JOOST, RACHEL)}, {}, "tied"),
        *(({}, {"standing": one}, "not-working") for one in Standing if one is not Standing.ACTIVE),
        ({}, {"screening_valid_until": YESTERDAY}, "papers"),
        ({}, {"statute": None}, "papers"),
        ({}, {"statute": STATUTE.model_copy(update={"since": TOMORROW})}, "papers"),
        ({}, {"statute": STATUTE.model_copy(update={"until": YESTERDAY})}, "papers"),
        ({}, {"statute": STATUTE.model_copy(update={"secrecy_pledged_on": None})}, "papers"),
        *(({}, without(field), "papers") for field in ("note_agreed_on", "insured_until", "secrecy_pledged_on")),
        ({}, {"statute": VOLUNTEER.model_copy(update={"insured_until": YESTERDAY})}, "papers"),
        ({}, {"scopes": (ConferenceType.COMMUNITY,)}, "scope"),
        ({"refused": (RACHEL,)}, {}, "said-no"),
        ({}, {"lent_by": "amersfoort", "for_case": "f" * 32}, "lent-for-another"),
    ],
)
def test_each_hard_rule_keeps_a_coordinator_from_a_case(
    search: dict[str, Any], changes: dict[str, Any], code: str
) -> None:
    assert codes(search, **changes) == (code,)


@pytest.mark.parametrize(
    "changes",
    [
        {"screening_valid_until": TODAY},
        {"statute": STATUTE.model_copy(update={"since": TODAY, "until": TODAY})},
        {"statute": VOLUNTEER},
        {"lent_by": "amersfoort", "for_case": CASE, "statute": None, "screening_valid_until": YESTERDAY},
    ],
)
def test_the_last_day_counts_and_a_guests_papers_are_seen_at_home(
    changes: dict[str, Any],
) -> None:
    assert codes(**changes) == ()


def test_a_type_has_to_be_earned_and_an_unknown_type_fits_whoever_earned_any() -> None:
    restorative = {"dossier": DOSSIER.model_copy(update={"conference_type": ConferenceType.RESTORATIVE})}
    unknown = {"dossier": DOSSIER.model_copy(update={"conference_type": None})}
    assert codes(restorative, scopes=(ConferenceType.FAMILY,)) == ("scope",)
    assert codes(restorative, scopes=(ConferenceType.RESTORATIVE,)) == ()
    assert codes(unknown, scopes=(ConferenceType.LEARNING,)) == ()
    assert codes(unknown, scopes=()) == ("scope",)


def test_everything_that_stands_in_the_way_is_named_at_once_and_each_rule_once() -> None:
    found = codes({"tied": (RACHEL,)}, ties=(TieKind.EMPLOYED,), screening_valid_until=YESTERDAY, statute=None)
    assert found == ("not-independent", "tied", "papers")


def test_no_sentence_says_which_tie_or_how_a_screening_ended() -> None:
    told = " ".join(rule.stops.because.en + rule.stops.because.nl for rule in ALWAYS)
    assert not [
        word for word in ("employed", "paid", "household", "VOG", "conviction", "expired", "religion") if word in told
    ]


@pytest.mark.parametrize(("load", "most", "stops"), [(0, 1, False), (1, 1, True), (2, 1, True), (0, 0, True)])
def test_who_has_as_many_cases_as_they_take_is_full(load: int, most: int, *, stops: bool) -> None:
    view = a_search().view_of(a_coordinator(maximum_load=most), load, TODAY)
    assert (Full(NoSettings()).keeps_out(view) is not None) is stops


@pytest.mark.parametrize(
    ("first", "last", "stops"),
    [
        (TODAY, TODAY, True),
        (YESTERDAY, TODAY, True),
        (TODAY, TOMORROW, True),
        (TOMORROW, TOMORROW, False),
        (YESTERDAY, YESTERDAY, False),
    ],
)
def test_a_period_keeps_out_from_its_first_day_to_its_last(first: date, last: date, *, stops: bool) -> None:
    view = a_search().view_of(a_coordinator(away=(Period(first=first, last=last),)), 0, TODAY)
    assert (Away(NoSettings()).keeps_out(view) is not None) is stops


@pytest.mark.parametrize(
    ("home", "elsewhere", "limit_km", "stops"),
    [
        ("Amersfoort", (), 40, False),
        ("Amersfoort", (), 10, True),
        ("Utrecht", (), 0, False),
        ("Groningen", ("Zeist",), 40, False),
        ("Groningen", ("Assen",), 40, True),
        ("Atlantis", (), 40, False),
        ("Groningen", ("Atlantis",), 40, False),
        ("", ("Groningen",), 40, False),
    ],
)
def test_further_than_the_own_limit_from_everywhere_is_too_far_and_what_is_not_known_stops_nothing(
    home: str, elsewhere: tuple[str, ...], limit_km: int, *, stops: bool
) -> None:
    coordinator = a_coordinator(municipality=home, municipalities=elsewhere, travel_limit_km=limit_km)
    view = a_search().view_of(coordinator, 0, TODAY)
    assert (TravelLimit(NoSettings()).keeps_out(view) is not None) is stops
    nowhere = replace(view, dossier=DOSSIER.model_copy(update={"municipality": ""}))
    assert TravelLimit(NoSettings()).keeps_out(nowhere) is None


class Welcoming:
    """A rule that would let everybody in."""

    def keeps_out(self, _view: View) -> Stops | None:
        return None


class Lover:
    """A criterion for which nobody could be better."""

    weight = 10.0

    def look(self, _view: View) -> Verdict:
        return Verdict(1.0, Words("", ""))


@given(
    chosen=st.sets(st.sampled_from(sorted(BUILT_IN))),
    weight=st.floats(0, 10),
    theirs=st.booleans(),
    tied_to=st.sampled_from(("register", "case")),
    load=st.integers(0, 3),
)
def test_no_choice_of_plugins_and_no_setting_lets_anybody_in_who_is_tied(
    chosen: set[str], weight: float, tied_to: str, load: int, *, theirs: bool
) -> None:
    built: dict[str, Any] = {name: BUILT_IN[name] for name in chosen}
    if theirs:
        lover = Lover()
        lover.weight = weight
        built |= {"lover": lover, "welcoming": Welcoming()}
    criteria(built)
    coordinator = a_coordinator(ties=(TieKind.OTHER,)) if tied_to == "register" else a_coordinator()
    search = a_search(tied=(RACHEL,)) if tied_to == "case" else a_search()
    found = {stop.code for stop in stops_for(search.view_of(coordinator, load, TODAY), rules(built))}
    assert ("not-independent" if tied_to == "register" else "tied") in found


def test_criteria_and_rules_are_told_apart_by_what_they_have() -> None:
    assert set(criteria(BUILT_IN)) == {"language", "wish", "load", "distance", "known-coordinator", "long-ago"}
    assert [type(rule) for rule in rules(BUILT_IN)] == [Away, Full, TravelLimit]


@pytest.mark.parametrize("sort", [criteria, rules])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "is neither: a criterion has `look` and `weight`, a rule has `keeps_out`"),
        ({"look": print}, "is neither"),
        ({"look": print, "weight": 1.0, "keeps_out": print}, "is both"),
        ({"look": print, "weight": -1.0}, "the weight of plugin 'odd' of matching must be a number, 0 or more"),
        ({"look": print, "weight": float("nan")}, "must be a number"),
        ({"keeps_out": print, "looks_at": "away"}, "`looks_at` of plugin 'odd'"),
        ({"keeps_out": print, "looks_at": ("card",)}, "must be a tuple of names from `MAY_LOOK_AT`"),
    ],
)
def test_what_is_neither_or_says_of_itself_what_cannot_be_is_refused_at_start(
    sort: Callable[[dict[str, Any]], object], changes: dict[str, Any], words: str
) -> None:
    odd = type("Odd", (), changes)()
    with pytest.raises(WrongSetup) as refused:
        sort({"odd": odd})
    assert words in str(refused.value)


def test_a_code_that_could_not_be_told_is_refused_where_it_is_made() -> None:
    with pytest.raises(ValueError, match="small letters"):
        Stops("Too far!", Words("", ""))
