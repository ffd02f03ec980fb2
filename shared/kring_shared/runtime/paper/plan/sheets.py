"""What stands on the paper, and under which heading: a plan as plain data, which the template only sets."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from kring_shared.contracts.conference import LegalForm, PlanShown, PlanText
from kring_shared.kernel.language_tags import main_part
from kring_shared.runtime.paper.plan.headings import day_in, has_headings, headings_of

YES, NO = "yes", "no"
NONE: Final[tuple[str, ...]] = ()
Sheet = dict[str, Any]
"""One text with its headings: the plan as the circle made it, or a translation."""


def sheets_of(shown: PlanShown, language: str, original: str) -> list[Sheet]:
    """Give the plan as the circle made it, and behind it the translation into `language` where there is one.

    Args:
        shown: The plan, as far as whoever asked may read it.
        language: In which language the headings are.
        original: The language of the circle's own words.
    """
    ours = language if has_headings(language) else original
    sheets = [_sheet(shown, shown.plan, headings_of(ours, shown.form), ours, original)]
    for translation in shown.translations:
        if main_part(translation.language) == main_part(language):
            head = headings_of(ours, shown.form)
            sheet = _sheet(shown, translation.plan, head, ours, translation.language)
            sheet["note"] = head["translated"].format(name=translation.translator)
            sheets.append(sheet)
    return sheets


def _sheet(shown: PlanShown, text: PlanText | None, head: dict[str, str], language: str, words: str) -> Sheet:
    return {
        "lang": main_part(language),
        "words": main_part(words),
        "title": head["title" if shown.whole else "own_title"],
        "about": _about(shown, head, language),
        "draft": "" if shown.counts else head["draft"],
        "note": "" if shown.whole else head["own"],
        "heads": [head[name] for name in ("who", "what", "when", "how_long")],
        "sections": [*_agreed(text, head), *_asked(shown, text, head, language), *_afterwards(text, head, language)],
        "legal": _legal(text, head),
    }


def _about(shown: PlanShown, head: dict[str, str], language: str) -> str:
    said = [head["held_on"].format(day=day_in(language, shown.held_on))] if shown.held_on else []
    said.append(head["version"].format(number=shown.plan_version))
    if shown.written_out_on:
        said.append(head["written_on"].format(day=day_in(language, shown.written_out_on)))
    line = " · ".join(said)
    return line[:1].upper() + line[1:]


def _agreed(text: PlanText | None, head: dict[str, str]) -> Iterator[Sheet]:
    if text is None:
        return
    rows = [[each.who, each.what, each.when, each.how_long] for each in text.agreements]
    yield {"kind": "agreements", "heading": head["agreements"], "rows": rows}
    if text.strengths:
        yield {"kind": "list", "heading": head["strengths"], "items": [[strength] for strength in text.strengths]}


def _asked(shown: PlanShown, text: PlanText | None, head: dict[str, str], language: str) -> Iterator[Sheet]:
    """Give the help that is asked, each line with what was answered."""
    answers = [_answer(code, head, language) for code in shown.help_answers]
    if shown.whole:
        lines = [(each.what, each.of_whom) for each in text.help_asked] if text else []
    else:
        lines = [(what, "") for what in shown.asked]
    items = []
    for place, (what, whom) in enumerate(lines):
        below = head["help_of"].format(whom=whom) if whom else ""
        answer = answers[place] if place < len(answers) else head["open"]
        items.append([what, " · ".join(part for part in (below, answer) if part)])
    if items:
        yield {"kind": "list", "heading": head["help" if shown.whole else "asked"], "items": items}


def _answer(code: str, head: dict[str, str], language: str) -> str:
    """Say an answer in words, out of its code: `2: yes from 2026-12-01`."""
    match code.partition(": ")[2].split():
        case ["yes", "from", day]:
            return head["yes_from"].format(day=day_in(language, date.fromisoformat(day)))
        case ["yes"]:
            return head[YES]
        case ["no"]:
            return head[NO]
        case _:
            return head["open"]


def _afterwards(text: PlanText | None, head: dict[str, str], language: str) -> Iterator[Sheet]:
    if text is None:
        return
    day = day_in(language, text.review_on) if text.review_on else ""
    yield from _text(head["review"], (day,), text.review_by)
    yield from _text(head["stay_in_touch"], NONE, text.stay_in_touch)
    yield from _text(head["fallback"], NONE, text.fallback_convener)
    yield from _text(head["warn"], NONE, text.whom_to_warn)


def _text(heading: str, ours: Sequence[str], words: str) -> Iterator[Sheet]:
    """Give a section of one text; `ours` is said in the language of the headings, `words` are the circle's."""
    before = " ".join(part for part in ours if part)
    if before or words:
        yield {"kind": "text", "heading": heading, "before": before, "text": words}


def _legal(text: PlanText | None, head: dict[str, str]) -> str:
    if text is None or text.legal_form is LegalForm.NONE:
        return ""
    return head["legal"].format(form=text.legal_form.value.replace("-", " "))
