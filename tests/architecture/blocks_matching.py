"""The parts of the page about matching that are made from code."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from kring_matching.domain import Coordinator, Search
from kring_matching.domain.eligibility import ALWAYS
from kring_matching.process import Standing
from kring_shared.contracts.field import ConferenceType, Dossier, Gender, Wishes
from kring_shared.contracts.matching import (
    LanguageLevel,
    LanguageSkill,
    PrivateWishes,
    RankedCoordinator,
    Ranking,
    SelfDeclared,
)
from kring_shared.contracts.policies import POLICIES, CareerRules, Supervision, WayToScope
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.testing.work import PlainVault
from tests.unit.matching.rankings import AnOffice
from tests.unit.matching.searches import CASE, TODAY, a_coordinator, a_search, card

HEAD = ("| criterion | weight | score | why | waarom |", "| --- | --- | --- | --- | --- |")
WISHES = Wishes(gender=Gender.FEMALE, languages=("tr", "nl"))


def eligibility_rows() -> list[tuple[str, str, str]]:
    """Give the rules that nothing switches off: code, and the sentence in English and in Dutch."""
    return [(f"`{rule.stops.code}`", rule.stops.because.en, rule.stops.because.nl) for rule in ALWAYS]


def ways_rows() -> list[tuple[str, ...]]:
    """Give, for each policy, how the scope of every type of conference is earned, and when there is support."""
    return [
        (
            f"`{policy.id}`",
            *(_way(policy.career, kind) for kind in ConferenceType),
            "every trajectory" if policy.career.supervision is Supervision.ALWAYS else "the first conference",
        )
        for policy in POLICIES.values()
    ]


def _way(rules: CareerRules, kind: ConferenceType) -> str:
    if rules.ways[kind] is WayToScope.CERTIFICATE:
        return f"training of {rules.first_part_days} days, a first conference, certificate"
    if rules.ways[kind] is WayToScope.WORKSHOP:
        return "after the certificate, a workshop about it"
    return f"{rules.conferences_before_second_part} conferences, {rules.second_part_days} more days, a report"


def explained_ranking() -> str:
    """Rank five invented coordinators for an invented family, and write down what a manager reads, in two languages."""
    with tempfile.TemporaryDirectory(prefix="kring-docs-") as folder:
        office = AnOffice(Path(folder), _family(), *_people())
        english, dutch = (office.rank(language=language) for language in ("en", "nl"))
        office.database.close()
    asks = "A family in Utrecht wishes a woman who speaks Turkish, or else Dutch, and has a wish it keeps to itself."
    return "\n\n".join([asks, *_people_said(english, dutch)])


def _family() -> Search:
    private = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), PrivateWishes(religion="muslim"))
    dossier = Dossier(
        conference_type=ConferenceType.FAMILY, policy="nl/1", municipality="Utrecht", languages=("tr",), wishes=WISHES
    )
    return a_search(dossier=dossier, private_wishes=private)


def _people() -> Iterator[Coordinator]:
    turkish = (LanguageSkill(language="tr", level=LanguageLevel.NATIVE), LanguageSkill(language="nl"))
    declared = PlainVault().seal("utrecht", scope_of(Scope.PERSON, _id(8)), SelfDeclared(religion="muslim"))
    lately = TODAY - timedelta(days=40)
    at_home = {"municipality": "Utrecht", "maximum_load": 2}
    yield _person(1, "Fatma", ("tr", "nl"), levels=turkish, declared=declared, last_case_on=lately, **at_home)
    yield _person(2, "Rachel", ("nl", "en"), municipality="Amersfoort")
    yield _person(3, "Joost", ("nl",), gender=Gender.MALE, **at_home)
    yield _person(4, "Leyla", ("tr", "nl"), levels=turkish, screening_valid_until=TODAY - timedelta(days=1), **at_home)
    yield _person(5, "Wim", ("nl",), gender=Gender.MALE, standing=Standing.PAUSED, **at_home)


def _person(number: int, name: str, languages: tuple[str, ...], **fields: object) -> Coordinator:
    made = a_coordinator(_id(number), name, **fields)
    return a_coordinator(_id(number), name, **{**fields, "card": card(made.id, name, *languages)})


def _id(number: int) -> str:
    return f"{number:032x}"


def _people_said(english: Ranking, dutch: Ranking) -> Iterator[str]:
    for one, een in zip(english.coordinators, dutch.coordinators, strict=True):
        place = f"{one.place}." if one.place else "Cannot be asked:"
        yield f"**{place} {one.name}**, {one.score:.2f}"
        yield "\n".join(
            ["| criterion | weight | score | why | waarom |", "| --- | --- | --- | --- | --- |", *_rows(one, een)]
        )


def _rows(one: RankedCoordinator, een: RankedCoordinator) -> Iterator[str]:
    for stop, reden in zip(one.stops, een.stops, strict=True):
        yield f"| `{stop.code}` | rule | | {stop.because} | {reden.because} |"
    for said, gezegd in zip(one.scores, een.scores, strict=True):
        score = "" if said.score is None else f"{said.score:.2f}"
        yield f"| `{said.criterion}` | {said.weight:g} | {score} | {said.because} | {gezegd.because} |"
