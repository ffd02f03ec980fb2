"""The list of municipalities: what is written in it is found, however it is written, and distances are right."""

import pytest

from kring_shared.kernel.municipalities import OTHER_NAMES, PLACES, distance_km, known


@pytest.mark.parametrize("name", PLACES)
def test_every_listed_name_is_known_by_itself(name: str) -> None:
    assert known(name) == name


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("GENT", "Gent"),
        (" utrecht ", "Utrecht"),
        ("Évergem", "Evergem"),
        ("'s Gravenhage", "'s-Gravenhage"),
        ("s-hertogenbosch", "'s-Hertogenbosch"),
        ("Den Haag", "'s-Gravenhage"),
        ("sint niklaas", "Sint-Niklaas"),
    ],
)
def test_case_accents_spaces_and_apostrophes_do_not_matter(written: str, official: str) -> None:
    assert known(written) == official


@pytest.mark.parametrize("name", ["", "Nergenshuizen", "Lindestraat 1, Utrecht", "123"])
def test_what_is_not_listed_is_not_known_and_has_no_distance(name: str) -> None:
    assert known(name) == ""
    assert distance_km("Utrecht", name) is None


def test_every_other_name_leads_to_a_listed_one() -> None:
    assert set(OTHER_NAMES.values()) <= set(PLACES)


@pytest.mark.parametrize(
    ("a", "b", "away_km"),
    [
        ("Utrecht", "Amersfoort", 20),
        ("Utrecht", "Gent", 151),
        ("Groningen", "Maastricht", 270),
        ("Gent", "Brussel", 50),
    ],
)
def test_distances_are_those_of_the_map_both_ways(a: str, b: str, away_km: float) -> None:
    assert distance_km(a, b) == pytest.approx(away_km, abs=5)
    assert distance_km(b, a) == distance_km(a, b)


def test_a_municipality_is_no_distance_away_from_itself() -> None:
    assert distance_km("gent", "Gent") == 0.0


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_every_place_lies_in_the_low_countries(place: tuple[float, float]) -> None:
    latitude, longitude = place
    assert 50.6 < latitude < 53.6
    assert 2.5 < longitude < 7.3
