"""Reading the form in a mail: lines like `Naam: Filip`, in any order, between whatever else stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kring_intake.plugins.e_mail.answers import NotUnderstood, meaning_of, without_places
from kring_intake.plugins.e_mail.vocabulary import FIELDS, LONG, NUMBERED, plain
from kring_shared.contracts.referral import Words, Wrong
from kring_shared.contracts.referral.rules import REASONS
from kring_shared.kernel.referral_csv import data_of, path_of

TWICE: Final = Words(nl="staat er twee keer, met een ander antwoord", en="stands there twice, with another answer")

_LINE: Final = re.compile(r"([^:=\t]{1,80})[:=\t](.*)", re.DOTALL)
_SIGNATURE: Final = re.compile(r"[\s>]{0,20}--\s*")
_RULE: Final = re.compile(r"[\s>]{0,20}[-=_*\u2013\u2014]{3,}\s*")
_QUOTED: Final = re.compile(r"^(?:\s?>){1,10}\s?")
_NUMBER: Final = re.compile(r"([1-9]\d?)(?:e|de|ste|st|nd|rd|th)?")
_MARKS: Final = " \t\r\n*\u00a0"
_BEFORE: Final = f"{_MARKS}>_•·\u2013-"
"""What may stand before the name of a field: quotation, bullets, the stars of bold text."""
_KNOWN: Final = {without_places(path) for path in FIELDS.values()} | {"mandates.for"}


@dataclass
class Form:
    """The fields that were found, each by its dotted path, and what is wrong with some of them."""

    answers: dict[str, str] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)

    def data(self) -> dict[str, object]:
        """Give the `data` of the event."""
        return data_of((path_of(path), answer) for path, answer in self.answers.items())

    def take(self, path: str, text: str) -> None:
        """Take one answer in; an answer that says nothing is none."""
        try:
            answer = meaning_of(path, text)
        except NotUnderstood:
            self.wrong.append(Wrong(_pointer(path), REASONS["kring_language"]))
            return
        if answer and self.answers.setdefault(path, answer) != answer:
            self.wrong.append(Wrong(_pointer(path), TWICE))


def read_form(text: str) -> Form:
    """Find the fields in the words of a mail; what is no field is left out."""
    form = Form()
    for path, answer in _found(text):
        form.take(path, answer)
    return form


def _found(text: str) -> Iterator[tuple[str, str]]:
    """Give each field with the text of its answer, in order; a long answer runs until the next field or a rule."""
    path, taken = "", [""]
    for line in text.splitlines():
        if _SIGNATURE.fullmatch(line):
            break
        found = _LINE.fullmatch(line.lstrip(_BEFORE))
        name = _path_named(found[1]) if found else ""
        if found and name:
            yield path, "\n".join(taken)
            path, taken = name, [found[2].strip(_MARKS)]
        elif _RULE.fullmatch(line):
            yield path, "\n".join(taken)
            path, taken = "", [""]
        elif path.rpartition(".")[2] in LONG:
            taken.append(_QUOTED.sub("", line).rstrip())
    yield path, "\n".join(taken)


def _path_named(name: str) -> str:
    """Give the path of the field that goes by this name, numbered or not; empty when there is none."""
    column = ".".join(path_of(name.strip()))
    if without_places(column) in _KNOWN:
        return column
    words = plain(name).split()
    path = FIELDS.get(" ".join(words), "")
    if path:
        return path
    numbers = [found[1] for word in words if (found := _NUMBER.fullmatch(word))]
    path = FIELDS.get(" ".join(word for word in words if not _NUMBER.fullmatch(word)), "")
    if len(numbers) != 1 or not path.startswith(NUMBERED):
        return ""
    return path.replace(".0.", f".{int(numbers[0]) - 1}.", 1)


def _pointer(path: str) -> str:
    return f"/data/{path.replace('.', '/')}"
