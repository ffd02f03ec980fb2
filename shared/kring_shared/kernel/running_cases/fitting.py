"""Whether the cells of one running case fit together: what a stage needs, and days that follow each other."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final

from kring_shared.contracts.field import AgeBand, ConferenceType, Context
from kring_shared.contracts.referral import ConsentBy
from kring_shared.kernel.register_cells import Unclear
from kring_shared.kernel.running_cases.words import CaseStage

Values = Mapping[str, Any]

_COORDINATED: Final = ("coordinator",)
_HELD: Final = ("coordinator", "held_on", "present_count", "agreed_on")
NEEDED: Final[Mapping[CaseStage, tuple[str, ...]]] = {
    CaseStage.SEEKING: (),
    CaseStage.PREPARING: _COORDINATED,
    CaseStage.PLANNED: (*_COORDINATED, "meeting_on", "venue"),
    CaseStage.HELD: _HELD,
    CaseStage.DISTRIBUTED: (*_HELD, "distributed_on"),
}
_AFTER: Final = ("held_on", "present_count", "agreed_on", "plan", "accepted_on", "distributed_on")
TOO_FAR: Final[Mapping[CaseStage, tuple[str, ...]]] = {
    CaseStage.SEEKING: ("coordinator", "circle", "meeting_on", *_AFTER),
    CaseStage.PREPARING: ("meeting_on", *_AFTER),
    CaseStage.PLANNED: _AFTER,
    CaseStage.HELD: ("distributed_on",),
    CaseStage.DISTRIBUTED: (),
}
"""What belongs to a later stage than the one that is written."""
IN_ORDER: Final = ("received_on", "consent_on", "held_on", "agreed_on", "accepted_on", "distributed_on")
_ONLY_MANDATORY: Final = ("mandate", "conditions", "conditions_shared_on")
_FEWEST_LETTERS: Final = 10
_MOST_PRESENT: Final = 500
ADULT_AGE: Final = 18
NEVER_DECIDES_ALONE_AGE: Final = 12


def must_fit(values: Values, today: date) -> None:
    """Hold the cells of one line against each other.

    Raises:
        Unclear: at the first thing that does not fit, with its column and what to write.
    """
    _stage_fits(values)
    _days_follow(values, today)
    _ages_are_known(values, today)
    _grown_ups_said_yes(values, today)
    _mandate_fits(values)
    if 0 < len(values.get("question", "")) < _FEWEST_LETTERS:
        raise Unclear("question: write it as a whole question, of 10 letters at least")
    if not 0 < values.get("present_count", 1) <= _MOST_PRESENT:
        raise Unclear(f"present_count: write 1 to {_MOST_PRESENT}")


def _stage_fits(values: Values) -> None:
    stage: CaseStage = values["stage"]
    for column in NEEDED[stage]:
        if column not in values:
            raise Unclear(f"{column}: this is needed while the stage is {stage.value}")
    for column in TOO_FAR[stage]:
        if column in values:
            raise Unclear(f"stage: it stands further than {stage.value}, because {column} is filled in")
    if "agreed_on" in values and values["agreed_on"] is None:
        for column in ("plan", "accepted_on", "distributed_on"):
            if column in values:
                raise Unclear(f"agreed_on: there was a plan, because {column} is filled in")


def _days_follow(values: Values, today: date) -> None:
    given = [(column, values[column]) for column in IN_ORDER if values.get(column)]
    for (_, before), (column, day) in pairwise(given):
        if day < before:
            raise Unclear(f"{column}: this day is before one that comes earlier on the way")
    for column, day in [*given, ("coordinator_since", values.get("coordinator_since") or today)]:
        if day > today:
            raise Unclear(f"{column}: this day is still to come")
    if values.get("coordinator_since") and values["coordinator_since"] < values["received_on"]:
        raise Unclear("coordinator_since: this day is before the one it came in")
    if values.get("conditions_shared_on") and values["conditions_shared_on"] > (values.get("held_on") or today):
        raise Unclear("conditions_shared_on: everybody knows them before the meeting, not after it")
    if "meeting_on" in values and values["meeting_on"][0] < today:
        raise Unclear("meeting_on: this day has passed: write held, or choose a new day")


def _ages_are_known(values: Values, today: date) -> None:
    """Look whether it can be told who decides for each; a policy is not known here, so only what holds everywhere."""
    ages = [("birth_year: a year, or an age in age_band,", values.get("birth_year"), values.get("age_band"))]
    ages += [
        ("other_main_persons: a year or an age", o.birth_year, o.age_band) for o in values.get("other_main_persons", ())
    ]
    for where, year, band in ages:
        if year is None and band is None:
            raise Unclear(f"{where} is needed for each, to know who decides")
        if year is not None and year > today.year:
            raise Unclear(f"{where} cannot be in the future")
        if band is None and year is not None and today.year - year == ADULT_AGE:
            raise Unclear(f"{where} must say whether they are 18 yet: write 16-17 or adult as an age")
        if _is_small(year, band, today) and not ("holders" in values and _parent_said_yes(values)):
            raise Unclear("holders: for a child under 12 they decide: name them all, and write that they said yes")


def _grown_ups_said_yes(values: Values, today: date) -> None:
    people = [(values.get("birth_year"), values.get("age_band"))]
    people += [(other.birth_year, other.age_band) for other in values.get("other_main_persons", ())]
    if ConsentBy.MAIN_PERSON not in values["consent_by"] and any(_is_grown_up(*person, today) for person in people):
        raise Unclear("consent_by: a main person who is grown up decides for themselves: their own yes is needed")


def _is_grown_up(year: int | None, band: AgeBand | None, today: date) -> bool:
    return band is AgeBand.ADULT if band is not None else year is not None and today.year - year > ADULT_AGE


def _is_small(year: int | None, band: AgeBand | None, today: date) -> bool:
    if band is not None:
        return band is AgeBand.UNDER_12
    return year is not None and today.year - year < NEVER_DECIDES_ALONE_AGE


def _parent_said_yes(values: Values) -> bool:
    """Tell whether a holder of authority said yes; one who is a main person too may be called so."""
    people = {values["name"].casefold(), *(o.contact.name.casefold() for o in values.get("other_main_persons", ()))}
    all_are_main = all(holder.name.casefold() in people for holder in values["holders"])
    return ConsentBy.LEGAL_REPRESENTATIVE in values["consent_by"] or all_are_main


def _mandate_fits(values: Values) -> None:
    if values.get("context") is Context.MANDATORY:
        for column in ("mandate", "acceptor_name", "acceptor_organisation"):
            if column not in values:
                raise Unclear(f"{column}: this is needed in mandatory context")
    else:
        for column in _ONLY_MANDATORY:
            if column in values:
                raise Unclear(f"context: write mandatory, because {column} is filled in")
    sides = values["type"] is not ConferenceType.RESTORATIVE
    if sides and any(marks.side is not None for _, marks in values.get("circle", ())):
        raise Unclear("circle: only a restorative conference has two sides")
