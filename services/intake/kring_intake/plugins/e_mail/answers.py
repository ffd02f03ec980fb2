"""What an answer in a form mail means: the words people write become those of the referral contract."""

import re
from typing import Final

from kring_intake.plugins.e_mail.vocabulary import ANSWERS, LANGUAGES, NOT_KNOWN, NOTHING, YES_NO, plain
from kring_shared.kernel.referral_csv import FLAGS

_LINK: Final = re.compile(r"<(?:mailto|tel|https?):[^<>]{0,500}>", re.IGNORECASE)
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY: Final = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4})")
_BETWEEN_LANGUAGES: Final = re.compile(r"[;,/\n]|\ben\b|\band\b", re.IGNORECASE)
_BULLET: Final = re.compile(r"^\s*(?:[-*•\u2013]|\d{1,2}[.)])\s+")
_PLACE: Final = re.compile(r"\.\d+(?=\.)")


class NotUnderstood(Exception):
    """An answer that would be taken for something else if it were passed on."""


def meaning_of(path: str, text: str) -> str:
    """Give an answer in the words of the contract, as a cell of a CSV would have it; empty when it says nothing.

    What is not understood is passed on as it is, for it is refused later, by the name of its field.

    Args:
        path: The field, dotted: `mainPersons.0.languages`.
        text: What stands in the form.

    Raises:
        NotUnderstood: it is no language that has a name here.
    """
    field, last = without_places(path), path.rpartition(".")[2]
    text = _LINK.sub("", text).strip()
    answers = YES_NO if last in FLAGS else ANSWERS.get(field) or ANSWERS.get(last)
    silent = NOT_KNOWN if answers or last in _BY_NAME else NOTHING
    if not any(map(str.isalnum, text)) or plain(text) in silent:
        return ""
    if answers:
        return answers.get(plain(text), text)
    return _BY_NAME[last](text) if last in _BY_NAME else text


def without_places(path: str) -> str:
    """Give the path of a field without the places in lists: `mandates.0.kind` becomes `mandates.kind`."""
    return _PLACE.sub("", path)


def _year(text: str) -> str:
    """Give the year alone, also of a whole birthday: the day is not asked, and not kept."""
    years = _YEAR.findall(text)
    return years[0] if len(years) == 1 else text


def _day(text: str) -> str:
    found = _DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def _languages(text: str) -> str:
    words = [word for word in map(str.strip, _BETWEEN_LANGUAGES.split(text)) if word]
    tags = [LANGUAGES.get(plain(word)) or (word if _TAG.fullmatch(word) else "") for word in words]
    if "" in tags:
        raise NotUnderstood
    return ";".join(tags)


def _items(text: str) -> str:
    return ";".join(item for line in text.splitlines() if (item := _BULLET.sub("", line).strip()))


_BY_NAME: Final = {
    "birthYear": _year,
    "on": _day,
    "legalDeadline": _day,
    "languages": _languages,
    "conditions": _items,
    "doNotContact": _items,
}
"""How the answer to a field is read that is no name and no choice, by the last part of its path."""
