"""The words of messages: a text file a moment, language and way, checked before the first message goes out.

A folder a language holds `MOMENT.txt`, the whole letter, and where a way needs words of its own `MOMENT.WAY.txt`. It
may name the fields of that moment's model in braces, and must use each of them; nothing else exists that could slip
into a letter. A field that is not always known has a paragraph of its own, which is left out when it is not. A text
message is `MOMENT.text.txt`, or else `notice.text.txt`, which says no more than that there is a message. `words.toml`
holds what is the same in every letter of a language: the subject, so that no subject can say what a letter is about.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from string import Formatter
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from kring_notifications.wording.fields import FIELDS, SHORT_FIELDS, LinkFields, ShortFields
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.notifications.words import either
from kring_shared.kernel.errors import WrongSetup

ENDING: Final = ".txt"
NOTICE: Final = "notice"
"""The text message for every moment that has none of its own."""
LINK: Final = "link"
"""The paragraph that says where a personal link is, in letters that bring one."""
WORDS: Final = "words.toml"
MOST_IN_A_LINE: Final = 2000


class Place(NamedTuple):
    """Where words belong: a language, a moment (or `notice`), and a way when they are for that way only."""

    language: str
    moment: str
    way: str = ""

    @property
    def file(self) -> str:
        """Give the name of its file, in the folder of its language."""
        return f"{self.moment}{f'.{self.way}' if self.way else ''}{ENDING}"

    def __str__(self) -> str:
        """Name it as people do: `nl/invitation`, `tr/notice.text`."""
        return f"{self.language}/{self.file.removesuffix(ENDING)}"


class LanguageWords(BaseModel):
    """What every letter of a language says: `subject`, `preview` its first line, `fallback` when it is not theirs.

    `nobody` stands under a message that must not show who writes; where it is left out, the subject does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    preview: str
    fallback: str
    nobody: str = ""


@dataclass(frozen=True)
class Template:
    """The words of one message before anything is filled in."""

    place: Place
    body: str
    version: str


def read_folder(folder: Path) -> dict[str, dict[str, str]]:
    """Read every language of a folder: language to file name to text.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: a file is not UTF-8.
    """
    return {
        language.name: {
            file.name: file.read_text(encoding="utf-8")
            for file in sorted(language.iterdir())
            if file.suffix == ENDING or file.name == WORDS
        }
        for language in sorted(folder.iterdir())
        if language.is_dir() and _LANGUAGE.fullmatch(language.name)
    }


_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def read_toml(text: str) -> dict[str, Any]:
    """Read a TOML file; one with a line without end is none, for taking that apart takes minutes.

    Raises:
        TOMLDecodeError: it is none.
    """
    if any(len(line) > MOST_IN_A_LINE for line in text.splitlines()):
        raise tomllib.TOMLDecodeError("a line is too long")
    try:
        return tomllib.loads(text)
    except (RecursionError, ValueError) as error:
        raise tomllib.TOMLDecodeError("it is no TOML") from error


def words_of(language: str, files: Mapping[str, str]) -> LanguageWords:
    """Read what every letter of a language says; `WrongSetup` when it is not there or not whole."""
    try:
        return LanguageWords.model_validate(read_toml(files.get(WORDS, "")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        texts = "three texts, subject, preview and fallback, and nothing else but nobody"
        raise WrongSetup(f"templates/{language}/{WORDS} must hold {texts}") from error


def templates_of(language: str, files: Mapping[str, str]) -> Iterator[Template]:
    """Check the templates of a language.

    Raises:
        WrongSetup: a file has another name, or fields it may not or does not use.
    """
    same_everywhere = files.get(WORDS, "")
    for name, text in files.items():
        if name != WORDS:
            yield _checked(place_of(language, name), text, version_of(exact(same_everywhere, text)))


def exact(same_everywhere: str, text: str) -> str:
    """Put together all that makes up the words of a message: what every letter of its language says, and its own."""
    return f"{same_everywhere}\n{text}"


def version_of(words: str) -> str:
    """Give the version of exact words, eight figures: any change of them is another."""
    return blake2b(words.encode(), digest_size=4).hexdigest()


def place_of(language: str, file: str) -> Place:
    """Read a file's name; `WrongSetup` when it names no moment, or no way."""
    moment, _, way = file.removesuffix(ENDING).partition(".")
    known = moment in set(Moment) or (moment, way) in {(NOTICE, Way.TEXT.value), (LINK, "")}
    written = [way for way in Way if way.is_written]
    if not known or way not in {"", *written}:
        raise WrongSetup(
            f"template {language}/{file} must be called MOMENT{ENDING} or MOMENT.WAY{ENDING}, where WAY is "
            f"{either(written)}, and MOMENT is one of: {', '.join(Moment)}"
        )
    return Place(language, moment, way)


def _checked(place: Place, text: str, version: str) -> Template:
    form = _form(place)
    allowed, always = set(form.model_fields), {n for n, about in form.model_fields.items() if about.is_required()}
    try:
        said = used(text)
    except ValueError as error:
        raise WrongSetup(f"template {place} has a brace too many or too few; a plain brace is written twice") from error
    if unknown := said - allowed:
        raise WrongSetup(
            f"template {place} has unknown fields {', '.join(sorted(unknown))}; it may use {', '.join(sorted(allowed))}"
        )
    if missing := allowed - said:
        raise WrongSetup(
            f"template {place} does not use {', '.join(sorted(missing))}; without it the letter is not whole"
        )
    if mixed := [names for names in map(used, paragraphs(text)) if names - always and names & always]:
        optional = ", ".join(sorted(set.union(*mixed) - always))
        raise WrongSetup(f"template {place}: {optional} is not always known; give it a paragraph without another field")
    return Template(place, f"{text.strip()}\n", version)


def _form(place: Place) -> type[BaseModel]:
    if place.moment == NOTICE:
        return ShortFields
    if place.moment == LINK:
        return LinkFields
    is_short = bool(place.way) and Way(place.way).is_short
    return (SHORT_FIELDS if is_short else FIELDS)[Moment(place.moment)]


def filled(template: Template, fields: BaseModel) -> str:
    """Fill in a template; a paragraph that needs what is not known is left out."""
    said = fields.model_dump()
    unknown = {name for name, words in said.items() if words is None}
    kept = (p for p in paragraphs(template.body) if not unknown & used(p)) if unknown else (template.body,)
    return "\n\n".join(kept).strip().format_map(said)


def paragraphs(text: str) -> list[str]:
    """Take a text apart at its empty lines."""
    return re.split(r"\n(?:[ \t]*\n)+", text)


def used(text: str) -> set[str]:
    """Name the fields in a text; a conversion or a format is part of the name, and so of no field that is known."""
    found = set()
    for _, field, form, conversion in Formatter().parse(text):
        if field is not None:
            found.add(f"{field}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}")
    return found
