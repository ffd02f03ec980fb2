"""Holding a translation against the plan: other words, the same plan; the original leads."""

from typing import Final

from kring_shared.contracts.conference import PlanText
from kring_shared.kernel.errors import InvalidFields

LISTS: Final = ("agreements", "strengths", "help_asked")
LINES: Final = ("review_by", "stay_in_touch", "fallback_convener", "whom_to_warn")
POINTERS: Final = {
    "agreements": "/plan/agreements",
    "strengths": "/plan/strengths",
    "help_asked": "/plan/helpAsked",
    "review_by": "/plan/reviewBy",
    "stay_in_touch": "/plan/stayInTouch",
    "fallback_convener": "/plan/fallbackConvener",
    "whom_to_warn": "/plan/whomToWarn",
}


def same_plan(original: PlanText, translated: PlanText) -> PlanText:
    """Give the translated words with everything that is no words (days, whom it binds) out of the original.

    Raises:
        InvalidFields: it says more or less than the original: another number of lines, or a part left out or added.
    """
    wrong = [name for name in LISTS if len(getattr(original, name)) != len(getattr(translated, name))]
    wrong += [name for name in LINES if bool(getattr(original, name)) != bool(getattr(translated, name))]
    pointers = [POINTERS[name] for name in wrong]
    if "agreements" not in wrong:
        pairs = zip(original.agreements, translated.agreements, strict=True)
        for place, (ours, theirs) in enumerate(pairs):
            lacks = bool(ours.when) != bool(theirs.when) or bool(ours.how_long) != bool(theirs.how_long)
            pointers += [f"/plan/agreements/{place}"] if lacks else []
    if pointers:
        raise InvalidFields(
            tuple(pointers),
            "a translation says what the plan says, line by line and in the same order: no more and no less",
        ).because("translation-line-by-line")
    return _with_codes_of(original, translated)


def _with_codes_of(original: PlanText, translated: PlanText) -> PlanText:
    agreements = tuple(
        theirs.model_copy(update={"people": ours.people, "borne_by": ours.borne_by})
        for ours, theirs in zip(original.agreements, translated.agreements, strict=True)
    )
    asked = tuple(
        theirs.model_copy(update={"person_id": ours.person_id})
        for ours, theirs in zip(original.help_asked, translated.help_asked, strict=True)
    )
    codes = {name: getattr(original, name) for name in ("review_on", "fallback_person", "legal_form")}
    return translated.model_copy(update={"agreements": agreements, "help_asked": asked, **codes})
