"""Prefers a coordinator who speaks the family's language (talenkennis)."""

from pydantic import BaseModel, Field

from kring_matching.hooks import Verdict, View, Words
from kring_shared.kernel.plugins import Manifest


class LanguageSettings(BaseModel):
    """How much language counts."""

    weight: float = Field(3.0, ge=0, le=10, description="Beside the other criteria; no unit.")


class Language:
    """Looks at the wished languages first, then at those of the main persons."""

    def __init__(self, settings: LanguageSettings) -> None:
        """Take the weight."""
        self.weight = settings.weight

    def look(self, view: View) -> Verdict:
        """Score 1.0 for the first language asked for, a little less for each after it, 0.0 for none of them."""
        asked = view.dossier.wishes.languages or view.dossier.languages
        if not asked:
            return Verdict(None, Words("no language was asked for", "er is niet om een taal gevraagd"))
        spoken = set(view.coordinator.card.languages)
        for place, language in enumerate(asked):
            if language in spoken:
                return Verdict(
                    round(1.0 - place / (2 * len(asked)), 4), Words(f"speaks {language}", f"spreekt {language}")
                )
        all_asked = ", ".join(asked)
        return Verdict(0.0, Words(f"speaks none of {all_asked}", f"spreekt geen van {all_asked}"))


plugin = Manifest(
    name="language",
    service="matching",
    api=1,
    title="Prefers a coordinator who speaks the family's language.",
    settings=LanguageSettings,
    build=Language,
)
