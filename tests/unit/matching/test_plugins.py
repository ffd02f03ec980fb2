"""The criteria that come with matching, each with its reason in words; and that the family's own wishes weigh most."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from kring_matching.app import service
from kring_matching.domain import Coordinator
from kring_matching.hooks import View
from kring_matching.plugged import criteria
from kring_matching.plugins.away import Away
from kring_matching.plugins.distance import Distance, DistanceSettings
from kring_matching.plugins.full import Full
from kring_matching.plugins.known_coordinator import KnownCoordinator, KnownCoordinatorSettings
from kring_matching.plugins.language import Language, LanguageSettings
from kring_matching.plugins.load import Load, LoadSettings
from kring_matching.plugins.long_ago import LongAgo, LongAgoSettings
from kring_matching.plugins.travel_limit import TravelLimit
from kring_matching.plugins.wish import Wish, WishSettings
from kring_matching.queries.private_wish import WEIGHT
from kring_shared.contracts.field import Gender, Wishes
from kring_shared.contracts.matching import LanguageLevel, LanguageSkill
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from tests.unit.matching.rankings import BUILT_IN
from tests.unit.matching.searches import DOSSIER, JOOST, RACHEL, TODAY, a_coordinator, card

FAMILYS_OWN = ("language", "wish")


def a_view(coordinator: Coordinator | None = None, active_cases: int = 0, **dossier: Any) -> View:  # noqa: ANN401 - fields
    return View(DOSSIER.model_copy(update=dossier), coordinator or a_coordinator(), active_cases, TODAY)


def spoken(*languages: str, **levels: str) -> Coordinator:
    skills = tuple(LanguageSkill(language=one, level=LanguageLevel(level)) for one, level in levels.items())
    return a_coordinator(card=card(RACHEL, "Rachel", *languages), levels=skills)


@pytest.mark.parametrize(
    ("wished", "known", "speaker", "score", "en", "nl"),
    [
        (("tr", "nl"), ("nl",), spoken("tr", tr="native"), 1.0, "speaks Turkish as a native, as wished", "Turks als"),
        (("tr", "nl"), ("nl",), spoken("tr"), 0.9, "speaks Turkish well, as wished", "spreekt Turks goed"),
        (
            ("tr", "nl"),
            ("nl",),
            spoken("nl", nl="native"),
            0.75,
            "speaks Dutch as a native",
            "Nederlands als moedertaal",
        ),
        (
            ("tr", "nl"),
            ("nl",),
            spoken("nl", "tr", nl="native", tr="basic"),
            0.75,
            "speaks Dutch as a native",
            "Nederl",
        ),
        (("tr", "nl"), ("nl",), spoken("fr"), 0.0, "speaks none of Turkish, Dutch", "spreekt geen van Turks, Nederl"),
        (("xx",), (), spoken("fr"), 0.0, "does not speak xx", "spreekt geen xx"),
        ((), ("nl",), spoken("nl", nl="basic"), 0.5, "speaks Dutch a little", "spreekt Nederlands een beetje"),
        ((), ("nl", "ar"), spoken("nl", "ar", nl="native"), 0.95, "Dutch as a native, Arabic well", "Arabisch goed"),
        ((), ("nl", "ar"), spoken("nl", nl="native"), 0.5, "Dutch as a native; not Arabic", "; geen Arabisch"),
        ((), (), spoken("nl"), None, "no language was asked for", "er is niet om een taal gevraagd"),
    ],
)
def test_a_shared_language_counts_by_how_well_it_is_spoken_and_by_how_much_it_was_wished(
    wished: tuple[str, ...], known: tuple[str, ...], speaker: Coordinator, score: float | None, en: str, nl: str
) -> None:
    view = a_view(speaker, languages=known, wishes=Wishes(languages=wished))
    verdict = Language(LanguageSettings()).look(view)
    assert verdict.score == score
    assert en in verdict.because.en
    assert nl in verdict.because.nl


def test_native_is_better_than_good_and_good_than_basic() -> None:
    view = a_view(languages=("tr",))
    scores = [
        Language(LanguageSettings()).look(replace(view, coordinator=spoken("tr", tr=level))).score or 0.0
        for level in ("native", "good", "basic")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


@pytest.mark.parametrize(
    ("wishes", "changes", "verdict"),
    [
        (Wishes(), {}, (None, "nothing was wished about gender or age")),
        (Wishes(gender=Gender.FEMALE), {}, (1.0, "female, as wished")),
        (Wishes(gender=Gender.MALE), {}, (0.0, "male was wished")),
        (Wishes(gender=Gender.MALE), {"gender": None}, (0.5, "male was wished, not known")),
        (Wishes(age_band="40-60"), {"birth_year": 1980}, (1.0, "age 40-60, as wished")),
        (Wishes(age_band="60+"), {"birth_year": 1980}, (0.0, "age 60+ was wished")),
        (Wishes(age_band="60+"), {"birth_year": None}, (0.5, "age 60+ was wished, not known")),
        (
            Wishes(gender=Gender.FEMALE, age_band="18-40"),
            {"birth_year": 1960},
            (0.5, "female, as wished; age 18-40 was wished"),
        ),
    ],
)
def test_wishes_about_gender_and_age_count_evenly(
    wishes: Wishes, changes: dict[str, Any], verdict: tuple[float | None, str]
) -> None:
    found = Wish(WishSettings()).look(a_view(a_coordinator(**changes), wishes=wishes))
    assert (found.score, found.because.en) == verdict
    assert found.because.nl not in {"", found.because.en}


@pytest.mark.parametrize("band", ["18-40", "40-60"])
def test_who_turns_forty_this_year_fits_both_bands(band: str) -> None:
    view = a_view(a_coordinator(birth_year=TODAY.year - 40), wishes=Wishes(age_band=band))
    assert Wish(WishSettings()).look(view).score == 1.0


@pytest.mark.parametrize(
    ("active", "most", "verdict"),
    [
        (0, 2, (1.0, "has 0 of at most 2 cases")),
        (1, 2, (0.5, "has 1 of at most 2 cases")),
        (3, 2, (0.0, "has 3 of at most 2 cases")),
        (0, 0, (0.0, "has 0 of at most 0 cases")),
    ],
)
def test_fewer_cases_are_better(active: int, most: int, verdict: tuple[float | None, str]) -> None:
    found = Load(LoadSettings()).look(a_view(a_coordinator(maximum_load=most), active))
    assert (found.score, found.because.en) == verdict


@pytest.mark.parametrize(
    ("municipality", "limit_km", "verdict"),
    [
        ("Utrecht", 40, (1.0, "0 km away")),
        ("Utrecht", 0, (1.0, "0 km away")),
        ("Amersfoort", 40, (0.5, "20 km away")),
        ("Groningen", 40, (0.0, "159 km away, further than the 40 km they travel")),
        ("Amersfoort", 0, (0.0, "20 km away, further than the 0 km they travel")),
        ("Atlantis", 40, (None, "how far is not known")),
    ],
)
def test_nearer_is_better_up_to_how_far_the_coordinator_travels(
    municipality: str, limit_km: int, verdict: tuple[float | None, str]
) -> None:
    found = Distance(DistanceSettings()).look(
        a_view(a_coordinator(municipality=municipality, travel_limit_km=limit_km))
    )
    assert found.because.en == verdict[1]
    assert found.score == pytest.approx(verdict[0], abs=0.05)


def test_the_nearest_of_home_and_where_else_they_work_counts() -> None:
    far = a_coordinator(municipality="Groningen", municipalities=("Atlantis", "Utrecht", "Assen"))
    assert Distance(DistanceSettings()).look(a_view(far)).score == 1.0


@pytest.mark.parametrize(
    ("days", "active", "score", "words"),
    [
        (0, 0, 0.0, "the last case ended 0 days ago"),
        (73, 0, 0.2, "the last case ended 73 days ago"),
        (365, 0, 1.0, "365 days ago"),
        (900, 0, 1.0, "900 days ago"),
        (None, 0, 1.0, "had no case yet"),
        (None, 1, 0.0, "has a case now"),
        (900, 1, 0.0, "has a case now"),
    ],
)
def test_whose_last_case_is_long_ago_comes_first_and_who_never_had_one_waits_longest(
    days: int | None, active: int, score: float, words: str
) -> None:
    last = None if days is None else TODAY - timedelta(days=days)
    found = LongAgo(LongAgoSettings()).look(a_view(a_coordinator(last_case_on=last), active))
    assert found.score == score
    assert words in found.because.en


@pytest.mark.parametrize(
    ("previous", "score", "words"),
    [
        (None, None, "nobody coordinated for these people before"),
        (RACHEL, 1.0, "ask them whether they would like that again"),
        (JOOST, 0.5, "which is fine too"),
    ],
)
def test_who_coordinated_before_is_preferred_and_being_new_is_no_shortcoming(
    previous: str | None, score: float | None, words: str
) -> None:
    view = replace(a_view(a_coordinator()), previous_coordinator_id=previous)
    verdict = KnownCoordinator(KnownCoordinatorSettings()).look(view)
    assert verdict.score == score
    assert words in verdict.because.en


def test_all_are_found_by_their_entry_points_with_their_weights() -> None:
    found = plugins.load(service, SharedSettings())
    assert {name: type(plugin) for name, plugin in found.items()} == {
        "language": Language,
        "wish": Wish,
        "load": Load,
        "distance": Distance,
        "known-coordinator": KnownCoordinator,
        "long-ago": LongAgo,
        "full": Full,
        "away": Away,
        "travel-limit": TravelLimit,
    }


def test_a_weight_can_be_set_and_a_wrong_one_stops_the_start() -> None:
    heavy = SharedSettings(plugin_settings={"matching:wish": {"weight": 9}})
    assert plugins.load(service, heavy)["wish"].weight == 9
    wrong = SharedSettings(plugin_settings={"matching:wish": {"weight": -1}})
    with pytest.raises(WrongSetup, match="'wish' are wrong at /weight"):
        plugins.load(service, wrong)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"matching:wish": {"wieght": 9}}, "settings of plugin 'wish' are wrong at /wieght: did you mean weight?"),
        ({"matching:full": {"weight": 9}}, "settings of plugin 'full' are wrong at /weight"),
        (
            {"matching:wisch": {"weight": 9}},
            "KRING_PLUGIN_SETTINGS names 'matching:wisch', but it is not installed: did you mean wish? matching has ",
        ),
        (
            {"maching:wish": {"weight": 9}},
            "KRING_PLUGIN_SETTINGS names 'maching:wish': did you mean matching? write service:name, ",
        ),
        ({"wish": {"weight": 9}}, "KRING_PLUGIN_SETTINGS names 'wish': write service:name, "),
    ],
)
def test_a_misspelt_name_in_the_settings_stops_the_start_and_the_right_one_is_named(
    settings: dict[str, dict[str, object]], words: str
) -> None:
    with pytest.raises(WrongSetup) as refused:
        plugins.load(service, SharedSettings(plugin_settings=settings))
    assert str(refused.value).startswith(words)


def test_a_service_that_does_not_exist_has_no_plugins_to_switch_on() -> None:
    with pytest.raises(WrongSetup, match="KRING_PLUGINS names 'maching:street': did you mean matching"):
        plugins.load(service, SharedSettings(plugins=("maching:street",)))


def test_what_is_set_for_a_plugin_of_another_service_stops_nobody_here() -> None:
    others: dict[str, dict[str, object]] = {"notifications:print-room": {"folder": "/srv"}, "intake:csv": {"a": 1}}
    assert set(plugins.load(service, SharedSettings(plugin_settings=others))) == set(BUILT_IN)


def test_one_wish_of_the_family_weighs_more_than_all_that_is_not_theirs_together() -> None:
    """Who meets a wish comes before who does not, whatever else speaks for them: the sum of the rest is less."""
    weights = {name: one.weight for name, one in criteria(BUILT_IN).items()}
    rest = sum(weight for name, weight in weights.items() if name not in FAMILYS_OWN)
    assert min(WEIGHT, *(weights[name] for name in FAMILYS_OWN)) > rest


@pytest.mark.parametrize("wish", [*FAMILYS_OWN, "private-wish"])
def test_so_a_wish_that_is_met_decides_also_where_others_have_nothing_to_say(wish: str) -> None:
    weights = {name: one.weight for name, one in criteria(BUILT_IN).items()} | {"private-wish": WEIGHT}
    others = [name for name in weights if name != wish and name not in (*FAMILYS_OWN, "private-wish")]
    same = [name for name in (*FAMILYS_OWN, "private-wish") if name != wish]

    def mean(points: dict[str, float | None]) -> float:
        said = {name: score for name, score in points.items() if score is not None}
        return sum(weights[name] * score for name, score in said.items()) / sum(weights[name] for name in said)

    for also in product((None, 0.0, 0.5, 1.0), repeat=len(same)):
        shared = dict(zip(same, also, strict=True))
        for told in product((None, 1.0), repeat=len(others)):
            with_it = mean({**shared, wish: 1.0, **dict.fromkeys(others, 0.0)})
            without = mean({**shared, wish: 0.0, **dict(zip(others, told, strict=True))})
            assert with_it > without
