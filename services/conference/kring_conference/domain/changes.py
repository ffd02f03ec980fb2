"""What one version of a plan says and another does not, line by line, for whoever holds the two side by side."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType
from typing import Final

from kring_shared.contracts.conference import Agreement, BorneBy, HelpAsked, LegalForm, PlanText

Change = tuple[str, str]
"""A line as it was and as it is; the first is empty when it is new, the second when it was left out."""
NOBODY_NAMED: Final[Mapping[str, str]] = MappingProxyType({})


def changes(was: PlanText, now: PlanText, names: Mapping[str, str] = NOBODY_NAMED) -> tuple[Change, ...]:
    """Give every line that differs, in the order of the plan's sections; empty when nothing but the order does.

    Args:
        was: The one version.
        now: The other; swapped, every pair is swapped too.
        names: What to call people by their id; an id stands for itself when it is not there.
    """
    sections = zip(_sections(was, names), _sections(now, names), strict=True)
    return tuple(pair for before, after in sections for pair in _differences(before, after))


def lines(plan: PlanText, names: Mapping[str, str] = NOBODY_NAMED) -> tuple[str, ...]:
    """Give everything a plan says, one readable line each; the words are the circle's."""
    return tuple(line for section in _sections(plan, names) for line in section)


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterable[Change]:
    return zip_longest(_without(before, after), _without(after, before), fillvalue="")


def _without(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Leave out what stands in `others` as well, as often as it stands there."""
    left, rest = list(others), []
    for line in some:
        if line in left:
            left.remove(line)
        else:
            rest.append(line)
    return tuple(rest)


def _sections(plan: PlanText, names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Give the lines in sections: a line is held against lines of its own section only."""
    form = "" if plan.legal_form is LegalForm.NONE else plan.legal_form.value
    return (
        tuple(_agreement(agreement, names) for agreement in plan.agreements),
        tuple(f"Own strength: {strength}" for strength in plan.strengths),
        tuple(_help(asked, names) for asked in plan.help_asked),
        _line("Looked at again on", plan.review_on.isoformat() if plan.review_on else ""),
        _line("Who comes together to look", plan.review_by),
        _line("How people stay in touch", plan.stay_in_touch),
        _line("Who calls everyone together when it goes wrong", _with_name(plan, names)),
        _line("Who is warned when the circle does not find a way", plan.whom_to_warn),
        _line("By law it is a", form),
    )


def _agreement(agreement: Agreement, names: Mapping[str, str]) -> str:
    by = "" if agreement.borne_by is BorneBy.CIRCLE else "borne by a professional"
    details = [agreement.when, agreement.how_long, by, ", ".join(names.get(who, who) for who in agreement.people)]
    return _detailed(f"{agreement.who}: {agreement.what}", details)


def _help(asked: HelpAsked, names: Mapping[str, str]) -> str:
    person = names.get(asked.person_id, asked.person_id) if asked.person_id else ""
    return _detailed(f"Help asked: {asked.what}", [asked.of_whom, person])


def _with_name(plan: PlanText, names: Mapping[str, str]) -> str:
    person = plan.fallback_person
    return _detailed(plan.fallback_convener, [names.get(person, person) if person else ""])


def _detailed(line: str, details: Iterable[str]) -> str:
    said = "; ".join(detail for detail in details if detail)
    return f"{line} ({said})".strip() if said else line


def _line(label: str, said: str) -> tuple[str, ...]:
    return (f"{label}: {said}",) if said else ()
