"""A form that was refused, on its page again: as it was filled in, with what is wrong at each field and at the top.

It works on the page as it is served, so that a form needs nothing for it, whichever room draws it. What stands in the
page stays as it is, but for the tags of the one form that was sent.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

from markupsafe import escape
from starlette.datastructures import FormData

from kring_portal.web.form_reader import Attributes, Field, Form, FormReader
from kring_portal.web.visit import CAME_FROM
from kring_portal.web.words import Words
from kring_portal.web.wrong import Wrong

NEVER: Final = frozenset({"password", "file"})
"""What is never written into a page."""


@dataclass(frozen=True)
class Sent:
    """What was sent, to where, from which page, and what is wrong with it."""

    form: FormData
    to: str
    page: str
    wrong: tuple[Wrong, ...] = ()


def refilled(source: str, sent: Sent, words: Words) -> str:
    """Give the page with the form that was sent as it was filled in; nothing if that form is not on it any more."""
    read = FormReader(source)
    form = _that_was_sent(read.forms, sent)
    return _Refilling(source, read, form, sent, words).page() if form else ""


def _that_was_sent(forms: Iterable[Form], sent: Sent) -> Form | None:
    """Find the form: of those that go there, the one whose hidden fields were sent as they stand."""
    there = [one for one in forms if urlsplit(urljoin(sent.page, one.tag.get("action"))).path == sent.to]
    posted = [one for one in there if one.tag.get("method").lower() == "post"]
    return max(posted, key=lambda one: _alike(one, sent.form), default=None)


def _alike(form: Form, sent: FormData) -> tuple[int, int]:
    hidden = [one for one in form.fields if one.get("type") == "hidden"]
    same = sum(one.get("value") in sent.getlist(one.get("name")) for one in hidden)
    named = {one.get("name") for one in form.fields}
    return same - len(hidden), len(named & set(sent)) - len(named - set(sent))


class _Refilling:
    """One page being filled in again."""

    def __init__(self, source: str, read: FormReader, form: Form, sent: Sent, words: Words) -> None:
        self.source, self.read, self.form, self.sent, self.words = source, read, form, sent, words
        self.edits: list[tuple[int, int, str]] = []
        self.notes: list[tuple[str, str]] = []

    def page(self) -> str:
        at = {id(one): one.get("id") or f"w-{number}" for number, one in enumerate(self.form.fields)}
        faults = self._faults()
        seen: dict[str, int] = defaultdict(int)
        for one in self.form.fields:
            said = faults.get(id(one), "")
            attributes = dict(one.attributes)
            if said:
                self._say(one, at[id(one)], said, attributes)
            self._fill(one, attributes, seen)
            self.edits.append((one.start, one.end, _tag(one.name, attributes)))
        self._around()
        return self._edited()

    def _faults(self) -> dict[int, str]:
        """Give what is wrong, each at the field it is about; what is about none of them stands at the top alone."""
        faults: dict[int, str] = {}
        for wrong in self.sent.wrong:
            one = _field_of(wrong, self.form.fields)
            if one is None:
                said = wrong.said(self.words)
                if ("", said) not in self.notes:
                    self.notes.append(("", said))
            elif id(one) not in faults:
                empty = not any(str(value).strip() for value in self.sent.form.getlist(one.get("name")))
                faults[id(one)] = wrong.said(self.words, is_empty=empty)
        return faults

    def _say(self, one: Field, name: str, said: str, attributes: Attributes) -> None:
        attributes |= {"id": name, "aria-invalid": "true"}
        error = f'<span class="error" id="e-{name}">{escape(said)}</span>'
        described = f"{attributes.get('aria-describedby') or ''} e-{name}".strip()
        if one.is_one_of_many and one.legend is not None:
            self.edits.append((one.legend.closes, one.legend.closes, f" {error}"))
        else:
            place = one.label.start if one.label else one.start
            self.edits.append((place, place, error))
        attributes["aria-describedby"] = described
        called = self.read.name_of(one)
        self.notes.append((name, f"{called}: {said}" if called else said))

    def _fill(self, one: Field, attributes: Attributes, seen: dict[str, int]) -> None:
        name, kind = one.get("name"), one.get("type")
        values = [str(value) for value in self.sent.form.getlist(name)]
        number, seen[name] = seen[name], seen[name] + 1
        if one.is_hidden or kind in NEVER or not name:
            return
        if one.is_one_of_many:
            _mark(attributes, "checked", on=(attributes.get("value") or "on") in values)
        elif number >= len(values):
            return
        elif one.name == "input":
            attributes["value"] = values[number]
        elif one.name == "textarea":
            self.edits.append((one.end, one.closes, f"\n{escape(values[number])}"))
        else:
            for option in one.options:
                chosen = dict(option.attributes)
                _mark(chosen, "selected", on=option.get("value") == values[number])
                self.edits.append((option.start, option.end, _tag("option", chosen)))

    def _around(self) -> None:
        """Open what the form stands in, say at the top what is wrong, and let every form know its page."""
        for fold in self.form.folds:
            self.edits.append((fold.start, fold.end, _tag("details", fold.attributes | {"open": None})))
        page = f'<input type="hidden" name="{CAME_FROM}" value="{escape(self.sent.page)}">'
        for form in self.read.forms:
            if form.tag.get("method").lower() == "post":
                self.edits.append((form.tag.end, form.tag.end, page))
        if self.notes and "main" in self.read.first:
            self.edits.append((self.read.first["main"].end, self.read.first["main"].end, self._summary()))
        if "title" in self.read.first:
            title = self.read.first["title"]
            self.edits.append((title.end, title.end, f"{escape(self.words('wrong-title'))} "))

    def _summary(self) -> str:
        lines = (
            f'<li><a href="#{name}">{escape(said)}</a></li>' if name else f"<li>{escape(said)}</li>"
            for name, said in self.notes
        )
        heading = escape(self.words("wrong-summary", n=len(self.notes)))
        inside = f'<h2 id="wrong-heading">{heading}</h2><ul>{"".join(lines)}</ul>'
        about = 'id="wrong" class="notice no" role="alert" tabindex="-1" autofocus aria-labelledby="wrong-heading"'
        return f"\n<div {about}>{inside}</div>"

    def _edited(self) -> str:
        parts: list[str] = []
        done = 0
        for start, end, text in sorted(self.edits, key=lambda edit: edit[:2]):
            parts += self.source[done:start], text
            done = end
        return "".join((*parts, self.source[done:]))


def _mark(attributes: Attributes, name: str, *, on: bool) -> None:
    attributes.pop(name, None)
    if on:
        attributes[name] = None


def _tag(name: str, attributes: Attributes) -> str:
    said = ((key, value) for key, value in attributes.items())
    return f"<{name}" + "".join(f" {key}" if v is None else f' {key}="{escape(v)}"' for key, v in said) + ">"


def _field_of(wrong: Wrong, fields: Iterable[Field]) -> Field | None:
    """Find the field that a place in a message is about: by the whole place, else by its end, else by its beginning."""
    shown = [one for one in fields if one.get("name") and not one.is_hidden]
    words = [part for part in wrong.place if not part.isdecimal()]
    row = next((int(part) for part in wrong.place if part.isdecimal()), 0)
    wanted = ["-".join(wrong.place), "-".join(words), *reversed(words)]
    for name in wanted:
        same = [one for one in shown if _plain(one.get("name")) == _plain(name)]
        if same:
            return same[row] if row < len(same) and not same[0].is_one_of_many else same[0]
    return None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
