"""What stands on a copy, as plain data: page and paper only set it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonHeld
from kring_shared.runtime.declared.about_person import ANOTHER, ERASED, FOR_THEMSELVES, OTHERS_WORDS
from kring_shared.runtime.paper.person_copy.words import Words

MARKS: Final = frozenset({ERASED, ANOTHER, OTHERS_WORDS, FOR_THEMSELVES})
VERBATIM: Final = frozenset(
    {
        *("name", "organisation", "postal-address", "holder", "decides-for", "thought-of-by", "relation"),
        *("support-person", "supports", "interpreted-by", "spoken-for-by", "accepts-the-plan"),
        *("question", "condition", "measures", "comfort", "agreement", "asked-of-you", "in-your-words"),
    }
)
"""Lines of names and people's own words: never taken for a code, whatever they say."""


@dataclass(frozen=True)
class Part:
    """What belongs together: heading, what it is for, where it is kept, and lines of label and value."""

    title: str
    why: str
    where: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sheet:
    """One copy, in one language."""

    language: str
    title: str
    intro: str
    case: str
    page: str
    parts: tuple[Part, ...]
    notes: tuple[tuple[str, str], ...]
    for_what: str
    kept_by: str
    nothing: str
    not_asked: str


def sheet_of(
    held: Sequence[PersonHeld],
    language: str,
    *,
    case_id: str,
    office: str,
    made_on: date,
    not_asked: Iterable[str] = (),
) -> Sheet:
    """Put what services hold of one person on one sheet, in their order.

    Args:
        held: What each service answered.
        language: One of `LANGUAGES`.
        case_id: Which case it is about.
        office: Whose case that is.
        made_on: When the copy was made.
        not_asked: Services that whoever made the copy may not ask.
    """
    words = Words(language)
    left_out = ", ".join(map(words.service, not_asked))
    parts = tuple(_part(part, each.service, words) for each in held for part in each.parts)
    return Sheet(
        language=language,
        title=words["title"],
        intro=words["intro"].format(office=office, day=words.day(made_on)),
        case=words["case"].format(case=case_id),
        page=words["page"],
        parts=parts,
        notes=((words["others_title"], words["others"]), (words["rights_title"], words["rights"])),
        for_what=words["for_what"],
        kept_by=words["kept_by"],
        nothing="" if parts else words["nothing"],
        not_asked=words["not_asked"].format(services=left_out) if left_out else "",
    )


def _part(part: HeldPart, service: str, words: Words) -> Part:
    title, why = words.part(part.title)
    return Part(title, why, words.service(service), tuple(_line(line, words) for line in part.lines))


def _line(line: HeldLine, words: Words) -> tuple[str, str]:
    as_it_is = line.label in VERBATIM and line.value not in MARKS
    return words.label(line.label), line.value if as_it_is else words.value(line.value)
