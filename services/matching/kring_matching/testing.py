"""What every criterion and every rule has to keep to: classes of tests that the makers of a plugin inherit.

```python
class TestMine(CriterionContract):
    manifest = plugin
    project = Path(__file__).parents[1]
```
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from kring_matching.domain import Coordinator
from kring_matching.hooks import MAY_LOOK_AT, Stops, Verdict, View, Words
from kring_matching.plugged import criteria, rules
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Gender, PersonCard, Urgency, Wishes
from kring_shared.contracts.matching import LanguageLevel, LanguageSkill, Period
from kring_shared.contracts.sealed import Contact, Scope, Sealed, scope_of
from kring_shared.testing.plugins import PluginContract, quick_and_pure

TODAY: Final = date(2026, 11, 20)
SEED: Final = 12
MANY: Final = 300
CODES: Final = tuple(f"{number:032x}" for number in range(1, 5))
"""Ids of people and cases; nothing a plugin says may hold one."""
SOMEBODY: Final = Coordinator(
    coordinator_id=CODES[0],
    office="utrecht",
    card=PersonCard(person_id=CODES[0], contact=Sealed[Contact](scope=scope_of(Scope.PERSON, CODES[0]), box="")),
    scopes=(ConferenceType.FAMILY,),
    gender=None,
    birth_year=None,
    municipality="",
    travel_limit_km=30,
    maximum_load=3,
    screening_valid_until=date(2028, 1, 1),
)
"""A coordinator of whom as little is known as can be."""
ANY_CASE: Final = Dossier(policy="nl/1")


def a_view(
    dossier: Dossier = ANY_CASE,
    *,
    active_cases: int = 0,
    today: date = TODAY,
    languages: tuple[str, ...] = (),
    **of_coordinator: Any,  # noqa: ANN401 - fields of a coordinator
) -> View:
    """Give a view for a test of your own: a case, and a coordinator with these fields."""
    card = SOMEBODY.card.model_copy(update={"languages": languages})
    return View(dossier, replace(SOMEBODY, card=card, **of_coordinator), active_cases, today, case_id=CODES[1])


class _ViewContract(PluginContract):
    """What holds for whatever is asked about a coordinator and a case."""

    def asked(self, plugin: Any, view: View) -> Verdict | Stops | None:  # noqa: ANN401 - a plugin
        """Ask about one view, and look at the answer."""
        raise NotImplementedError  # a criterion and a rule, below, are each asked in their own way

    def words(self, answer: Any) -> Words | None:  # noqa: ANN401 - a plugin's answer
        """Give the sentence of an answer."""
        return None if answer is None else answer.because

    def test_whoever_is_seen_it_answers_and_says_why_in_two_languages(self, tmp_path: Path) -> None:
        """Ask about coordinators and cases of every sort; of most of them something is not known."""
        plugin = self.built(tmp_path)
        for view in VIEWS:
            words = self.words(self._answer(plugin, view))
            for said in () if words is None else (words.en, words.nl):
                assert said.strip(), "a sentence is empty: somebody has to read it out"
                assert "\n" not in said, f"one line: {said!r}"
                assert not any(code in said for code in CODES), f"a sentence holds an id: {said!r}"

    def test_the_same_is_answered_the_same_whoever_was_seen_in_between(self, tmp_path: Path) -> None:
        """Ask one that was asked about all others, in the other order, and one that is new."""
        plugin, fresh = self.built(tmp_path), self.built(tmp_path)
        first = [self._answer(plugin, view) for view in VIEWS]
        again = [self._answer(plugin, view) for view in reversed(VIEWS)]
        assert first == again[::-1], "asked again it said something else: it remembers, or looks at a clock"
        assert [self._answer(fresh, view) for view in VIEWS] == first, (
            "another of the same settings says something else"
        )

    def test_it_answers_quickly_and_does_nothing_else(self, tmp_path: Path) -> None:
        """Ask many times about one who is well known."""
        plugin, view = self.built(tmp_path), narrowed(self.built(tmp_path), WELL_KNOWN)
        quick_and_pure(lambda: self.asked(plugin, view))

    def _answer(self, plugin: Any, view: View) -> Any:  # noqa: ANN401 - a plugin, and its answer
        try:
            return self.asked(plugin, narrowed(plugin, view))
        except Exception as error:  # raised again
            error.add_note(f"asked about {view}")
            raise


class CriterionContract(_ViewContract):
    """Inherit, set `manifest` and `project`, and let pytest run it."""

    def asked(self, plugin: Any, view: View) -> Verdict:  # noqa: ANN401 - a plugin
        """Ask for a verdict."""
        verdict = plugin.look(view)
        assert isinstance(verdict, Verdict), f"look gave a {type(verdict).__name__}, and no Verdict"
        return verdict

    def test_kring_takes_it_for_a_criterion(self, tmp_path: Path) -> None:
        """Hand it over as a service does when it starts, which looks at `look`, `weight` and `looks_at`."""
        assert list(criteria({"mine": self.built(tmp_path)})) == ["mine"], "it has no `look` and `weight`"


class RuleContract(_ViewContract):
    """Inherit, set `manifest` and `project`, and let pytest run it."""

    def asked(self, plugin: Any, view: View) -> Stops | None:  # noqa: ANN401 - a plugin
        """Ask what stands in the way."""
        stops = plugin.keeps_out(view)
        assert stops is None or isinstance(stops, Stops), f"keeps_out gave a {type(stops).__name__}, and no Stops"
        return stops

    def test_kring_takes_it_for_a_rule(self, tmp_path: Path) -> None:
        """Hand it over as a service does when it starts, which looks at `keeps_out` and `looks_at`."""
        assert len(rules({"mine": self.built(tmp_path)})) == 1, "it has no `keeps_out`"

    def test_each_of_its_codes_has_one_sentence(self, tmp_path: Path) -> None:
        """Compare the sentences of a code: a ranking counts by code, and one that differs would tell of somebody."""
        plugin, sentences = self.built(tmp_path), dict[str, Words]()
        for view in VIEWS:
            stops = self._answer(plugin, view)
            if stops is not None:
                assert sentences.setdefault(stops.code, stops.because) == stops.because, f"{stops.code} has several"


def narrowed(plugin: object, view: View) -> Any:  # noqa: ANN401 - stands in for a view
    """Give a view that shows what a ranking would show to this plugin: what `looks_at` names, and nothing else."""
    named = getattr(plugin, "looks_at", None)
    return _Narrow(view, frozenset(MAY_LOOK_AT if named is None else named))


class _Narrow:
    """A view, or its coordinator, of which only some names can be seen; the case stands open."""

    def __init__(self, whole: object, names: frozenset[str]) -> None:
        self._whole, self._names = whole, names

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a trait's value
        if name == "coordinator":
            return _Narrow(self._whole.coordinator, self._names)  # type: ignore[attr-defined]  # a view has one
        open_ones = {"dossier", "today", "case_id", "previous_coordinator_id"} if isinstance(self._whole, View) else ()
        if name in self._names or name in open_ones:
            return getattr(self._whole, name)
        may = "`looks_at` names all that is looked at" if name in MAY_LOOK_AT else "no plugin may look at it"
        raise AttributeError(f"{name!r} was looked at: {may}")


def _views() -> Iterator[View]:
    """Give cases and coordinators with gaps and extremes, the same ones each time."""
    draw = random.Random(SEED)  # noqa: S311 - nothing is kept secret with it
    for _ in range(MANY):
        languages, places = draw.choices(_TONGUES, k=3), draw.choices(_PLACES, k=3)
        dossier = Dossier(
            policy="nl/1",
            conference_type=draw.choice([None, *ConferenceType]),
            context=draw.choice([*Context]),
            urgency=draw.choice([*Urgency]),
            minors_involved=draw.choice([None, True, False]),
            municipality=places[0],
            languages=languages[0],
            wishes=Wishes(
                gender=draw.choice([None, *Gender]),
                age_band=draw.choice([None, "18-40", "40-60", "60+"]),
                languages=languages[1],
            ),
        )
        yield replace(_seen_for(dossier, draw, languages[2], places[1:]), said_no=draw.choice([(), CODES[:1]]))


def _seen_for(dossier: Dossier, draw: random.Random, languages: tuple[str, ...], places: list[str]) -> View:
    view = a_view(
        dossier,
        active_cases=draw.choice(_COUNTS),
        today=draw.choice([TODAY, date(2028, 2, 29)]),
        languages=languages,
        scopes=tuple(draw.sample([*ConferenceType], draw.randint(0, 4))),
        gender=draw.choice([None, *Gender]),
        birth_year=draw.choice([None, 1930, 1975, 2010]),
        municipality=places[0],
        municipalities=draw.choice([(), tuple(places)]),
        travel_limit_km=draw.choice(_COUNTS),
        maximum_load=draw.choice(_COUNTS),
        levels=draw.choice([(), (LanguageSkill(language="tr", level=LanguageLevel.BASIC),)]),
        away=draw.choice([(), (Period(first=TODAY, last=TODAY),)]),
        supervised=draw.choice([True, False]),
        certified_on=draw.choice(_DAYS),
        last_case_on=draw.choice(_DAYS),
        lent_by=draw.choice([None, "gent"]),
    )
    return replace(view, previous_coordinator_id=draw.choice([None, *CODES]))


_PLACES: Final = ("", "Utrecht", "Zeist", "Gent", "No Such Place")
_TONGUES: Final = ((), ("nl",), ("tr", "nl"), ("ar",), ("zgh-Tfng", "en", "x-own"))
_DAYS: Final = (None, date(1990, 1, 1), date(2024, 2, 29), TODAY, date(2030, 12, 31))
_COUNTS: Final = (0, 1, 2, 3, 50)
VIEWS: Final = tuple(_views())
WELL_KNOWN: Final = a_view(
    ANY_CASE.model_copy(update={"municipality": "Utrecht", "languages": ("nl", "tr"), "urgency": Urgency.URGENT}),
    active_cases=2,
    languages=("nl", "tr"),
    municipality="Zeist",
    municipalities=("Utrecht",),
    gender=Gender.FEMALE,
    birth_year=1970,
    certified_on=date(2020, 1, 1),
    last_case_on=date(2026, 8, 1),
)
