"""What the cells of an office's list of people mean: a day, yes or no, languages with levels, scopes, an address.

Each reader takes a cell that is not empty and gives its value, or raises `Unclear` with words that say what to write;
these words never hold anything of the cell, because it may be about a person.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.contracts.matching import LanguageLevel, LanguageSkill, StatuteKind
from kring_shared.kernel.municipalities import known
from kring_shared.kernel.register_words import GENDERS, LANGUAGES, LEVELS, MONTHS, SCOPES, STATUTES, TAGS, YES_NO
from kring_shared.kernel.spreadsheet import Cell

M = TypeVar("M")

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_NAMED_MONTH: Final = re.compile(r"(\d{1,2})[-/. ]+([a-z]+)\.?[-/. ]+(\d{4})", re.IGNORECASE)
_YEARS: Final = range(1900, 2101)
_TAG: Final = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{2,8})*)", re.IGNORECASE)
_SKILL: Final = re.compile(r"([^:(]+?)\s*(?:[:(]\s*([^:()]+?)\s*\)?)?")
_EMAIL: Final = re.compile(r"[^\s@;,<>]+@[^\s@;,<>]+\.[^\s@;,<>]+")
_PHONE: Final = re.compile(r"[+(0].*", re.DOTALL)
_FEWEST_PHONE_DIGITS: Final = 8
_REFERENCE: Final = re.compile(r"(?=[^0-9]*[0-9])[A-Z0-9](?:[A-Z0-9 ./_-]{0,38}[A-Z0-9])?")
_NUMBER: Final = re.compile(r"(\d{1,6})(?:[.,]0+)?\s*(?:km|kilometer)?", re.IGNORECASE)
_SPREADSHEET_FAULT: Final = re.compile(r"#{2,}|#(?:[A-Z]+[/?!][A-Z0]*[!?]?|(?:NAAM|VERW|WAARDE|GETAL|LEEG|NULL)[!?])")
_SCIENTIFIC: Final = re.compile(r"\d+(?:[.,]\d+)?E\+\d+")


class Unclear(ValueError):  # it is the cell that is unclear, not we that err
    """A cell cannot be read; its words say what to write there."""


def text_of(cell: Cell) -> str:
    """Give a cell as text: letters composed, signs nobody sees left out, spaces and line ends at its edges too."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    whole = unicodedata.normalize("NFC", str(cell)).replace("\r\n", "\n").replace("\r", "\n")
    seen = (" " if letter == "\t" else letter for letter in whole if _is_seen(letter))
    return "".join(seen).replace("\u00a0", " ").strip()


def _is_seen(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}


def plain(text: str) -> str:
    """Give the letters and digits of a word alone, small and without accents: how names of columns are compared."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in taken_apart if letter.isalnum())


def words(cell: Cell) -> str:
    """Read text that stands on one line."""
    return " ".join(paragraphs(cell).split())


def paragraphs(cell: Cell) -> str:
    """Read text that may run over several lines."""
    text = text_of(cell)
    if _SPREADSHEET_FAULT.fullmatch(text):
        raise Unclear("the spreadsheet wrote ### or an error there: widen the column or mend the cell, and save again")
    return text


def person_name(cell: Cell) -> str:
    """Read a person's name; what a wrong set of letters left of one is refused."""
    name = words(cell)
    if "?" in name or "\ufffd" in name or _is_twice_encoded(name):
        raise Unclear("letters were lost when the file was saved: save it as CSV UTF-8 or .xlsx")
    if len(name) > 200 or not any(letter.isalpha() for letter in name):  # noqa: PLR2004  # longer than any name
        raise Unclear("write the name of one person")
    return name


def _is_twice_encoded(text: str) -> bool:
    """Tell whether UTF-8 was once read as Windows-1252, which leaves a mark such as two signs for one letter."""
    try:
        return len(text.encode("cp1252").decode()) < len(text)
    except UnicodeError:
        return False


def reference(cell: Cell) -> str:
    """Read the office's own number for a person; capitals and the zeros before a whole number make no difference."""
    text = words(cell).upper()
    if not text.isascii() or not _REFERENCE.fullmatch(text):
        raise Unclear("write your own number for this person, such as 12 or UT-012: letters, digits, dots and dashes")
    return (text.lstrip("0") or "0") if text.isdigit() else text


def day(cell: Cell) -> date:
    """Read a day: of a date cell, ISO, or day first as it is written here."""
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        found = _written_day(words(cell))
    if found is None or found.year not in _YEARS:
        raise Unclear("write the day as 2028-10-31 or 31-10-2028, with four digits for the year")
    return found


def _written_day(text: str) -> date | None:
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAY_FIRST.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _NAMED_MONTH.fullmatch(text):
            return date(int(match[3]), MONTHS[match[2].lower()[:3]], int(match[1]))
    except (ValueError, KeyError):
        return None
    return None


def year(cell: Cell) -> int:
    """Read a year; a whole date of birth is more than is kept, and is refused."""
    text = words(cell)
    if not re.fullmatch(r"[0-9]{4}(?:[.,]0+)?", text) or int(text[:4]) not in _YEARS:
        raise Unclear("write the year alone, such as 1968")
    return int(text[:4])


def whole_number(cell: Cell) -> int:
    """Read a whole number, with `km` behind it or not."""
    match = _NUMBER.fullmatch(words(cell))
    if match is None:
        raise Unclear("write a whole number")
    return int(match[1])


def yes_or_no(cell: Cell) -> bool:
    """Read yes or no (ja, nee); nothing is guessed."""
    return _one_of(YES_NO, cell, "write yes or no (ja or nee)")


def gender(cell: Cell) -> Gender:
    """Read what a coordinator says of themselves."""
    return _one_of(GENDERS, cell, f"write {_choice(Gender)}, or leave it empty")


def statute_kind(cell: Cell) -> StatuteKind:
    """Read by which statute somebody works."""
    return _one_of(STATUTES, cell, f"write {_choice(StatuteKind)}, or leave it empty")


def scopes(cell: Cell) -> tuple[ConferenceType, ...]:
    """Read for which conferences somebody may be asked."""
    text = re.sub(r"(groep)\W+(?:(?:wijk|of)\W+)*(?=buurt)", r"\1 ", words(cell), flags=re.IGNORECASE)
    found = [SCOPES.get(plain(word)) for word in re.split(r"[\s,;/+&]+|\ben\b|\band\b", text) if plain(word)]
    some = tuple(dict.fromkeys(scope for scope in found if scope is not None))
    if None in found or not some:
        raise Unclear(f"write one or more of {_choice(ConferenceType)} (familie, herstel, groep, leervragen)")
    return some


def skills(cell: Cell) -> tuple[tuple[str, LanguageLevel | None], ...]:
    """Read languages in the order they stand, each with its level where one is written."""
    text = re.sub(r"\s*:\s*", ":", words(cell))
    text = re.sub(r"\s+\(", "(", text)
    whole = re.split(r"\s*[,;/\n]\s*", text)
    # With commas a language may be two words; without, each word is one.
    found = [_skill(part) or [_skill(word) for word in part.split()] for part in whole if part.strip()]
    each = [one for some in found for one in (some if isinstance(some, list) else [some])]
    good = [one for one in each if one is not None]
    if not good or len(good) < len(each):
        raise Unclear(
            "write a tag or a name for each language, with its level or without: nl:native tr:good, or Dutch, Turkish"
        )
    return tuple(dict(good).items())


def _skill(text: str) -> tuple[str, LanguageLevel | None] | None:
    match = _SKILL.fullmatch(text.strip())
    tag = _tag(match[1]) if match else ""
    if match is None or not tag:
        return None
    if match[2] is None:
        return tag, None
    level = LEVELS.get(plain(match[2]))
    return None if level is None else (tag, level)


def _tag(text: str) -> str:
    if name := LANGUAGES.get(plain(text)):
        return name
    match = _TAG.fullmatch(text)
    if match is None or (len(match[1]) == 2 and match[1].lower() not in TAGS):  # noqa: PLR2004  # two letters
        return ""
    return match[1].lower() + match[2]


def levels_of(found: tuple[tuple[str, LanguageLevel | None], ...]) -> tuple[LanguageSkill, ...]:
    """Give the levels that were written."""
    return tuple(LanguageSkill(language=tag, level=level) for tag, level in found if level is not None)


def municipality(cell: Cell) -> str:
    """Read a municipality; one of the list gets its official name, another stays as it was written."""
    text = words(cell)
    return known(text) or text


def municipalities(cell: Cell) -> tuple[str, ...]:
    """Read several municipalities, with commas, semicolons or line ends between."""
    parts = (part for part in re.split(r"[,;/\n]", paragraphs(cell)) if part.strip())
    return tuple(dict.fromkeys(municipality(part) for part in parts))


def email(cell: Cell) -> str:
    """Read one e-mail address."""
    text = words(cell).removeprefix("mailto:")
    if not _EMAIL.fullmatch(text):
        raise Unclear("write one e-mail address, and nothing else")
    return text


def phone(cell: Cell) -> str:
    """Read a telephone number; a spreadsheet that took it for an amount left its first 0 or + out."""
    text = words(cell)
    digits = sum(letter.isdigit() for letter in text)
    if _SCIENTIFIC.search(text) or not _PHONE.fullmatch(text) or digits < _FEWEST_PHONE_DIGITS:
        raise Unclear(
            "write the telephone number with its first 0 or +, in a column that the spreadsheet keeps as text"
        )
    return text


def _one_of(meanings: Mapping[str, M], cell: Cell, what: str) -> M:
    meaning = meanings.get(plain(words(cell)))
    if meaning is None:
        raise Unclear(what)
    return meaning


def _choice(kinds: type[StrEnum]) -> str:
    *others, last = (kind.value for kind in kinds)
    return f"{', '.join(others)} or {last}"
