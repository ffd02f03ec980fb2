"""Prefers a coordinator who speaks the family's language (talenkennis), and speaks it well."""

from typing import Final

from pydantic import BaseModel, Field

from kring_matching.hooks import Verdict, View, Words
from kring_matching.plugins.language_names import named
from kring_shared.contracts.matching import LanguageLevel
from kring_shared.kernel.plugins import Manifest

POINTS: Final = {LanguageLevel.NATIVE: 1.0, LanguageLevel.GOOD: 0.9, LanguageLevel.BASIC: 0.5}
LEVELS: Final = {
    LanguageLevel.NATIVE: Words("as a native", "als moedertaal"),
    LanguageLevel.GOOD: Words("well", "goed"),
    LanguageLevel.BASIC: Words("a little", "een beetje"),
}
NOT_ASKED: Final = Words("no language was asked for", "er is niet om een taal gevraagd")


class LanguageSettings(BaseModel):
    """How much language counts."""

    weight: float = Field(3.0, ge=0, le=10, description="Beside the other criteria; no unit.")


class Language:
    """Looks at wished languages first, else at those of the main persons; a level that nobody told counts as good."""

    looks_at = ("languages", "levels")

    def __init__(self, settings: LanguageSettings) -> None:
        """Take the weight."""
        self.weight = settings.weight

    def look(self, view: View) -> Verdict:
        """Score what was wished, or how well the main persons can be spoken to.

        Wishes are alternatives, the first the best: the most that one of them gives counts. The languages of main
        persons are all needed, for a circle is everybody's: their mean counts.
        """
        spoken = dict.fromkeys(view.coordinator.languages, LanguageLevel.GOOD)
        spoken |= {skill.language: skill.level for skill in view.coordinator.levels}
        if wished := view.dossier.wishes.languages:
            return _wished(wished, spoken)
        return _of_the_main_persons(view.dossier.languages, spoken)


def _wished(wished: tuple[str, ...], spoken: dict[str, LanguageLevel]) -> Verdict:
    found = [
        (POINTS[spoken[one]] * (1 - place / (2 * len(wished))), one)
        for place, one in enumerate(wished)
        if one in spoken
    ]
    if not found:
        return Verdict(0.0, _none_of(wished))
    score, best = max(found, key=lambda one: one[0])
    said = _said(best, spoken[best])
    return Verdict(round(score, 4), Words(f"speaks {said.en}, as wished", f"spreekt {said.nl}, zoals gewenst"))


def _of_the_main_persons(languages: tuple[str, ...], spoken: dict[str, LanguageLevel]) -> Verdict:
    if not languages:
        return Verdict(None, NOT_ASKED)
    found = [one for one in languages if one in spoken]
    if not found:
        return Verdict(0.0, _none_of(languages))
    score = sum(POINTS[spoken[one]] for one in found) / len(languages)
    said, lacks = [_said(one, spoken[one]) for one in found], [named(one) for one in languages if one not in spoken]
    en = f"speaks {', '.join(one.en for one in said)}" + (
        f"; not {', '.join(one.en for one in lacks)}" if lacks else ""
    )
    nl = f"spreekt {', '.join(one.nl for one in said)}" + (
        f"; geen {', '.join(one.nl for one in lacks)}" if lacks else ""
    )
    return Verdict(round(score, 4), Words(en, nl))


def _said(language: str, level: LanguageLevel) -> Words:
    name, how = named(language), LEVELS[level]
    return Words(f"{name.en} {how.en}", f"{name.nl} {how.nl}")


def _none_of(languages: tuple[str, ...]) -> Words:
    names = [named(one) for one in languages]
    if len(names) == 1:
        return Words(f"does not speak {names[0].en}", f"spreekt geen {names[0].nl}")
    en, nl = ", ".join(name.en for name in names), ", ".join(name.nl for name in names)
    return Words(f"speaks none of {en}", f"spreekt geen van {nl}")


plugin = Manifest(
    name="language",
    service="matching",
    api=1,
    title="Prefers a coordinator who speaks the family's language, and speaks it well.",
    settings=LanguageSettings,
    build=Language,
)
