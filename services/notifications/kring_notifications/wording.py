"""The words of every letter: one text file a moment and a language, checked before the first letter goes out.

The first line of a file is the subject: neutral, without anything filled in. The rest may name the fields of that
moment's model in braces, and must use each of them; nothing else exists that could slip into a letter. A field that is
not always known has a paragraph of its own, which is left out when it is not.
"""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict

from kring_notifications.domain import OFFICE_LANGUAGE
from kring_shared.contracts.notifications import Moment
from kring_shared.kernel.errors import WrongSetup

ENDING = ".txt"


class Fields(BaseModel):
    """What every letter says: to whom, and who writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str
    signature: str


class FieldsWithMoment(Fields):
    """For a letter about a moment: its day in words, and its time."""

    day: str
    time: str


class FieldsWithDay(Fields):
    """For a letter about a day: the day in words."""

    day: str


class FieldsWithNewDay(Fields):
    """For a letter about another day than people knew of; it is not always known which."""

    day: str | None = None
    time: str | None = None


class FieldsWithLastDay(Fields):
    """For a letter about something that can be done until a day; it is not always known which."""

    last_day: str | None = None


class FieldsWithEnd(Fields):
    """For a letter about something that ends: the last day on which it still counts."""

    last_day: str


FIELDS: Final[Mapping[Moment, type[Fields]]] = {
    Moment.REQUEST_RECEIVED: Fields,
    Moment.CASE_PROPOSED: FieldsWithMoment,
    Moment.COORDINATOR_FOUND: Fields,
    Moment.OTHER_COORDINATOR: Fields,
    Moment.SEARCH_TAKES_LONGER: Fields,
    Moment.SCREENING_ENDS: FieldsWithEnd,
    Moment.INVITATION: Fields,
    Moment.DATE_REMINDER: FieldsWithMoment,
    Moment.PLAN: Fields,
    Moment.FOLLOW_UP_CALL: Fields,
    Moment.STOPPED: Fields,
    Moment.FUNDING_REFUSED: FieldsWithLastDay,
    Moment.ANOTHER_DAY: FieldsWithNewDay,
    Moment.PLAN_TO_CHECK: Fields,
    Moment.PLAN_ANSWER_AWAITED: Fields,
    Moment.CALL_TOGETHER: Fields,
    Moment.MEET_AGAIN: Fields,
    Moment.REVIEW_NEAR: FieldsWithDay,
}


class Template(NamedTuple):
    """One letter before anything is filled in."""

    subject: str
    body: str


class Wording:
    """Every template, checked."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Check the files, by name (`plan.nl.txt`).

        Raises:
            WrongSetup: a file has another name, a subject that is empty or filled in, or fields it may not or does not
                use; or a language, the office's among them, lacks a moment.
        """
        self._templates = {_place(name): _checked(name, text) for name, text in texts.items()}
        self.languages = frozenset({language for _, language in self._templates} | {OFFICE_LANGUAGE})
        wanted = {(moment, language) for moment in Moment for language in self.languages}
        if missing := sorted(f"{moment}.{language}{ENDING}" for moment, language in wanted - set(self._templates)):
            message = f"templates are missing: {', '.join(missing)}; every language needs every moment"
            raise WrongSetup(message)

    def letter(self, moment: Moment, language: str, fields: Fields) -> tuple[str, str]:
        """Give subject and text of one letter."""
        template, said = self._templates[moment, language], fields.model_dump()
        unknown = {name for name, words in said.items() if words is None}
        body = _without(unknown, template.body) if unknown else template.body
        return template.subject, body.format_map(said)


def load(own: Path | None = None) -> Wording:
    """Read the templates that come with Kring, and over them those in an office's own folder.

    Raises:
        WrongSetup: the folder cannot be read, or a template is not right.
    """
    texts = {file.name: file.read_text(encoding="utf-8") for file in _built_in()}
    if own is not None:
        try:
            texts |= {path.name: path.read_text(encoding="utf-8") for path in own.iterdir() if path.suffix == ENDING}
        except (OSError, UnicodeDecodeError) as error:
            message = f"KRING_NOTIFICATIONS_TEMPLATES {own} cannot be read as a folder of UTF-8 text files"
            raise WrongSetup(message) from error
    return Wording(texts)


def _built_in() -> Iterable[Path]:
    folder = Path(str(files("kring_notifications"))) / "templates"
    return folder.glob(f"*{ENDING}")


def _place(name: str) -> tuple[Moment, str]:
    moment, _, language = name.removesuffix(ENDING).partition(".")
    if moment not in set(Moment) or not language:
        known = ", ".join(Moment)
        message = f"template {name} must be called MOMENT.LANGUAGE{ENDING}, where MOMENT is one of: {known}"
        raise WrongSetup(message)
    return Moment(moment), language


def _checked(name: str, text: str) -> Template:
    subject, _, body = text.partition("\n")
    fields = FIELDS[_place(name)[0]].model_fields
    allowed, always = set(fields), {field for field, about in fields.items() if about.is_required()}
    try:
        in_subject, in_body = _used(subject), _used(body)
    except ValueError as error:
        message = f"template {name} has a brace too many or too few; a plain brace is written twice"
        raise WrongSetup(message) from error
    if in_subject or not subject.strip():
        message = f"template {name}: the first line is the subject; it must be there, and nothing is filled in there"
        raise WrongSetup(message)
    if unknown := in_body - allowed:
        message = (
            f"template {name} has unknown fields {', '.join(sorted(unknown))}; it may use {', '.join(sorted(allowed))}"
        )
        raise WrongSetup(message)
    if missing := allowed - in_body:
        message = f"template {name} does not use {', '.join(sorted(missing))}; without it the letter is not whole"
        raise WrongSetup(message)
    if mixed := [used for used in map(_used, _paragraphs(body)) if used - always and used & always]:
        optional = ", ".join(sorted(set.union(*mixed) - always))
        message = f"template {name}: {optional} is not always known; give it a paragraph without another field"
        raise WrongSetup(message)
    return Template(subject.strip(), f"{body.strip()}\n")


def _without(unknown: set[str], body: str) -> str:
    """Leave out the paragraphs that need what is not known."""
    return "\n\n".join(paragraph for paragraph in _paragraphs(body) if not unknown & _used(paragraph))


def _paragraphs(text: str) -> list[str]:
    """Take a text apart at its empty lines."""
    return re.split(r"\n(?:[ \t]*\n)+", text)


def _used(text: str) -> set[str]:
    """Name the fields in a text; a conversion or a format is part of the name, and so of no field that is known."""
    found = set()
    for _, field, form, conversion in Formatter().parse(text):
        if field is not None:
            found.add(f"{field}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}")
    return found
