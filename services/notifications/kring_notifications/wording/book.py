"""All the words there are, and which of them somebody gets: in a language they know, by the way it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from kring_notifications.wording.approvals import Approvals, read_approvals
from kring_notifications.wording.fields import FIELDS, SHORT_FIELDS, LinkFields
from kring_notifications.wording.templates import (
    ENDING,
    LINK,
    NOTICE,
    LanguageWords,
    Place,
    Template,
    filled,
    read_folder,
    templates_of,
    words_of,
)
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.kernel.errors import WrongSetup
from kring_shared.kernel.language_tags import main_part

OFFICE_LANGUAGE: Final = "nl"
"""What the offices speak; used when none of a person's languages has words."""
RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left."""


@dataclass(frozen=True)
class Choice:
    """The words somebody gets: their language, their version, and the language they know better, if they do."""

    language: str
    version: str
    wished: str = ""


@dataclass(frozen=True)
class Worded:
    """One message in words; `subject` is empty for a short one."""

    subject: str
    text: str


class Wording:
    """Every template, checked."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]], approvals: Approvals | None = None) -> None:
        """Check the files: language to file name to text.

        Raises:
            WrongSetup: a file is not right, or the office's own language lacks a moment or the general text message.
        """
        self.approvals = approvals or Approvals()
        self.templates = {t.place: t for language, found in texts.items() for t in templates_of(language, found)}
        self.languages: dict[str, LanguageWords] = {
            language: words_of(language, found) for language, found in texts.items() if found
        }
        needed = [Place(OFFICE_LANGUAGE, moment) for moment in Moment]
        needed.append(Place(OFFICE_LANGUAGE, NOTICE, Way.TEXT))
        if missing := [f"{OFFICE_LANGUAGE}/{place.file}" for place in needed if place not in self.templates]:
            raise WrongSetup(
                f"templates are missing: {', '.join(missing)}; the office's own language needs every moment"
            )

    def choose(self, moment: Moment, spoken: Sequence[str], way: Way, *, live: bool) -> Choice | None:
        """Choose the words for somebody: the first language they know that has them, else the office's.

        Args:
            moment: What it is about.
            spoken: BCP 47 tags, the best known first; `nl-BE` is served by `nl`.
            way: How it goes.
            live: Only words that a speaker approved.

        Returns:
            Nothing when there are none that may be used.
        """
        for tag in (*spoken, OFFICE_LANGUAGE):
            for language in (tag.lower(), main_part(tag)):
                found = self._found(moment, language, way)
                if found is not None and self._may_be_used(found, live=live):
                    best = spoken[0] if spoken else OFFICE_LANGUAGE
                    wished = "" if main_part(best) == main_part(language) else best
                    return Choice(language, found.version, wished)
        return None

    def has(self, moment: Moment, choice: Choice, way: Way, *, live: bool = False) -> bool:
        """Tell whether the words still stand as they were chosen, and may be used; `live` as for `choose`."""
        found = self._found(moment, choice.language, way)
        return found is not None and found.version == choice.version and self._may_be_used(found, live=live)

    def say(self, moment: Moment, choice: Choice, way: Way, known: Mapping[str, object]) -> Worded:
        """Fill in the words of one message; `known` may hold more than they say.

        Raises:
            KeyError: there are no such words.
        """
        template = self._found(moment, choice.language, way)
        if template is None:
            raise KeyError(choice.language)
        form: type[BaseModel] = SHORT_FIELDS[moment] if way.is_short else FIELDS[moment]
        said = {name: known[name] for name in form.model_fields if name in known}
        text = filled(template, form.model_validate(said))
        if way.is_short:
            return Worded("", text)
        words = self.languages[choice.language]
        return Worded(words.subject, f"{words.fallback}\n\n{text}" if choice.wished else text)

    def says_where(self, language: str, *, live: bool) -> bool:
        """Tell whether there are words for a personal link in a language; `live` as for `choose`."""
        found = self.templates.get(Place(language, LINK))
        return found is not None and self._may_be_used(found, live=live)

    def with_link(self, text: str, language: str, link: str, last_day: str) -> str:
        """Put the paragraph with a personal link into a letter, before who signs it."""
        template = self.templates[Place(language, LINK)]
        where = filled(template, LinkFields(link=link, last_day=last_day))
        letter, _, signed = text.strip().rpartition("\n\n")
        return f"{letter}\n\n{where}\n\n{signed}".strip()

    def preview(self, language: str) -> str:
        """Give the sentence by which a letter begins, and which says nothing."""
        return self.languages[language].preview

    def nobody(self, language: str) -> str:
        """Give what stands under a message that must not show who writes: neither organisation nor office."""
        words = self.languages[language]
        return words.nobody or words.subject

    def _may_be_used(self, template: Template, *, live: bool) -> bool:
        return not live or self.approvals.has(template.place, template.version)

    def _found(self, moment: Moment, language: str, way: Way) -> Template | None:
        own = self.templates.get(Place(language, moment, way))
        if own is not None or not way.is_short:
            return own or self.templates.get(Place(language, moment))
        text = self.templates.get(Place(language, moment, Way.TEXT))
        return text or self.templates.get(Place(language, NOTICE, Way.TEXT))


def is_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    return main_part(language) in RIGHT_TO_LEFT


def load(own: Path | None = None) -> Wording:
    """Read the templates that come with Kring, and over them those in an office's own folder.

    Raises:
        WrongSetup: the folder cannot be read, or a template is not right.
    """
    return Wording(read_texts(own), read_approvals(own))


def read_texts(own: Path | None = None) -> dict[str, dict[str, str]]:
    """Read every file of words, language to file name to text; those in an office's own folder come first.

    Raises:
        WrongSetup: the folder cannot be read.
    """
    texts = read_folder(built_in())
    if own is not None:
        try:
            for language, found in read_folder(own).items():
                texts[language] = texts.get(language, {}) | found
        except (OSError, UnicodeDecodeError) as error:
            raise WrongSetup(
                f"KRING_NOTIFICATIONS_TEMPLATES {own} cannot be read as folders of UTF-8 {ENDING} files"
            ) from error
    return texts


def built_in() -> Path:
    """Give the folder of the templates that come with Kring."""
    return Path(str(files("kring_notifications"))) / "templates"
