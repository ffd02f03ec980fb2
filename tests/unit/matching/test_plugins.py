"""The five criteria that come with matching, each with its reason in words."""

from dataclasses import replace
from typing import Any

import pytest

from kring_matching.app import service
from kring_matching.domain import Coordinator
from kring_matching.hooks import Verdict, View
from kring_matching.plugins.distance import Distance, DistanceSettings
from kring_matching.plugins.known_coordinator import KnownCoordinator, KnownCoordinatorSettings
from kring_matching.plugins.language import Language, LanguageSettings
from kring_matching.plugins.load import Load, LoadSettings
from kring_matching.plugins.wish import Wish, WishSettings
from kring_shared.contracts.field import Gender, Wishes
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime import plugins
from kring_shared.runtime.settings import SharedSettings
from tests.unit.matching.searches import DOSSIER, JOOST, RACHEL, TODAY, a_coordinator, card


def a_view(coordinator: Coordinator | None = None, active_cases: int = 0, **dossier: Any) -> View:  # noqa: ANN401 - fields
    return View(DOSSIER.model_copy(update=dossier), coordinator or a_coordinator(), active_cases, TODAY)


def spoken(*languages: str) -> Coordinator:
    return a_coordinator(card=card(RACHEL, "Rachel", *languages))


@pytest.mark.parametrize(
    ("wished", "known", "languages", "verdict"),
    [
        (("tr", "nl"), ("nl",), ("tr",), Verdict(1.0, "speaks tr")),
        (("tr", "nl"), ("nl",), ("nl",), Verdict(0.75, "speaks nl")),
        (("tr", "nl"), ("nl",), ("fr",), Verdict(0.0, "speaks none of tr, nl")),
        ((), ("nl",), ("nl",), Verdict(1.0, "speaks nl")),
        ((), (), ("nl",), Verdict(None, "no language was asked for")),
    ],
)
def test_a_shared_language_counts_and_the_one_most_wished_counts_most(
    wished: tuple[str, ...], known: tuple[str, ...], languages: tuple[str, ...], verdict: Verdict
) -> None:
    view = a_view(spoken(*languages), languages=known, wishes=Wishes(languages=wished))
    assert Language(LanguageSettings()).look(view) == verdict


@pytest.mark.parametrize(
    ("wishes", "changes", "verdict"),
    [
        (Wishes(), {}, Verdict(None, "nothing was wished about gender or age")),
        (Wishes(gender=Gender.FEMALE), {}, Verdict(1.0, "female, as wished")),
        (Wishes(gender=Gender.MALE), {}, Verdict(0.0, "male was wished")),
        (Wishes(gender=Gender.MALE), {"gender": None}, Verdict(0.5, "male was wished, not known")),
        (Wishes(age_band="40-60"), {"birth_year": 1980}, Verdict(1.0, "age 40-60, as wished")),
        (Wishes(age_band="60+"), {"birth_year": 1980}, Verdict(0.0, "age 60+ was wished")),
        (Wishes(age_band="60+"), {"birth_year": None}, Verdict(0.5, "age 60+ was wished, not known")),
        (
            Wishes(gender=Gender.FEMALE, age_band="18-40"),
            {"birth_year": 1960},
            Verdict(0.5, "female, as wished; age 18-40 was wished"),
        ),
    ],
)
def test_wishes_about_gender_and_age_count_evenly(wishes: Wishes, changes: dict[str, Any], verdict: Verdict) -> None:
    assert Wish(WishSettings()).look(a_view(a_coordinator(**changes), wishes=wishes)) == verdict


@pytest.mark.parametrize("band", ["18-40", "40-60"])
def test_who_turns_forty_this_year_fits_both_bands(band: str) -> None:
    view = a_view(a_coordinator(birth_year=TODAY.year - 40), wishes=Wishes(age_band=band))
    assert Wish(WishSettings()).look(view).score == 1.0


@pytest.mark.parametrize(
    ("active", "most", "verdict"),
    [
        (0, 2, Verdict(1.0, "has 0 of at most 2 cases")),
        (1, 2, Verdict(0.5, "has 1 of at most 2 cases")),
        (3, 2, Verdict(0.0, "has 3 of at most 2 cases")),
        (0, 0, Verdict(0.0, "has 0 of at most 0 cases")),
    ],
)
def test_fewer_cases_are_better(active: int, most: int, verdict: Verdict) -> None:
    assert Load(LoadSettings()).look(a_view(a_coordinator(maximum_load=most), active)) == verdict


@pytest.mark.parametrize(
    ("municipality", "limit_km", "verdict"),
    [
        ("Utrecht", 40, Verdict(1.0, "0 km away")),
        ("Utrecht", 0, Verdict(1.0, "0 km away")),
        ("Amersfoort", 40, Verdict(0.5, "20 km away")),
        ("Groningen", 40, Verdict(0.0, "159 km away, further than the 40 km they travel")),
        ("Amersfoort", 0, Verdict(0.0, "20 km away, further than the 0 km they travel")),
        ("Atlantis", 40, Verdict(None, "one of the municipalities is not known")),
    ],
)
def test_nearer_is_better_up_to_how_far_the_coordinator_travels(
    municipality: str, limit_km: int, verdict: Verdict
) -> None:
    found = Distance(DistanceSettings()).look(
        a_view(a_coordinator(municipality=municipality, travel_limit_km=limit_km))
    )
    assert found.because == verdict.because
    assert found.score == pytest.approx(verdict.score, abs=0.05)


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
    assert words in verdict.because


def test_all_five_are_found_by_their_entry_points_with_their_weights() -> None:
    found = plugins.load(service, SharedSettings())
    assert {name: type(plugin) for name, plugin in found.items()} == {
        "language": Language,
        "wish": Wish,
        "load": Load,
        "distance": Distance,
        "known-coordinator": KnownCoordinator,
    }


def test_a_weight_can_be_set_and_a_wrong_one_stops_the_start() -> None:
    heavy = SharedSettings(plugin_settings={"matching:wish": {"weight": 9}})
    assert plugins.load(service, heavy)["wish"].weight == 9
    wrong = SharedSettings(plugin_settings={"matching:wish": {"weight": -1}})
    with pytest.raises(WrongSetup, match="'wish' are wrong at /weight"):
        plugins.load(service, wrong)
