"""Deeds: what somebody can do on a page, each a small form that becomes one command. One table shows and reads them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from kring_portal.web.visit import Visit
from kring_portal.web.words import ZONE
from kring_shared.contracts.envelope import Command
from kring_shared.kernel.errors import NotFound


class Kind(StrEnum):
    """What is asked for: how it is shown, and how it is read back."""

    CHOICE = "choice"
    CHECKS = "checks"
    MARKS = "marks"
    CHECK = "check"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    LINE = "line"
    WORDS = "words"
    PARTS = "parts"
    LIST = "list"


@dataclass(frozen=True)
class Ask:
    """One thing a form asks for."""

    name: str
    kind: Kind
    options: tuple[str, ...] = ()
    term: str = ""
    """Which kind of words the options have."""
    required: bool = True
    within: str = ""
    """The part of the command it stands in, for what is nested."""
    item: tuple[str, str] = ("", "")
    """For marks and parts: what the line is called in a row, and what is said of it."""
    least: int = 0
    most: int = 1000


@dataclass(frozen=True)
class Deed:
    """One command, as a form; `about` is the field that the page fills in."""

    command: type[Command]
    about: str
    asks: tuple[Ask, ...] = ()
    tone: str = "second"

    @property
    def name(self) -> str:
        """Give the command's name: it is the end of the address, and of the keys of its words."""
        return self.command.name


Deeds = Mapping[str, Deed]


def table(*deeds: Deed) -> Deeds:
    """Put deeds together, by name."""
    return {deed.name: deed for deed in deeds}


def those(deeds: Deeds, possible: Iterable[str]) -> tuple[Deed, ...]:
    """Give the deeds among what is possible now, in the order of the table."""
    can = set(possible)
    return tuple(deed for name, deed in deeds.items() if name in can)


async def done(visit: Visit, deeds: Deeds, name: str, about: str, *, to: str, **more: object) -> Response:
    """Read the form of a deed, give its command, and go back to a page that says what came of it.

    Raises:
        NotFound: there is no such deed on this page.
        ValidationError: a field is not as it must be; it becomes a page that says so.
    """
    deed = deeds.get(name)
    if deed is None:
        raise NotFound("nothing of that name can be done here")
    fields = read(deed, await visit.form()) | {deed.about: about} | more
    return await visit.carry_out(deed.command.model_validate(fields), to=to, said="people-said-done")


def read(deed: Deed, form: FormData) -> dict[str, Any]:
    """Read what a form of a deed says, as fields of its command; what is left empty is left out."""
    fields: dict[str, Any] = {}
    for ask in deed.asks:
        value = _value(ask, form)
        if value in (None, "", ()) and not ask.required:
            continue
        into = fields.setdefault(ask.within, {}) if ask.within else fields
        into[ask.name] = value
    return fields


def text(form: FormData, name: str) -> str:
    """Give one field as text, without the space around it."""
    return str(form.get(name, "")).strip()


def texts(form: FormData, name: str) -> tuple[str, ...]:
    """Give every value of a field."""
    return tuple(str(one).strip() for one in form.getlist(name) if str(one).strip())


def moment(written: str) -> datetime | None:
    """Read a day and a time as clocks here show it."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE) if written else None


def local(when: datetime) -> str:
    """Write a moment as a field for a day and a time holds it."""
    return when.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def _value(ask: Ask, form: FormData) -> object:
    written = text(form, ask.name)
    readers: dict[Kind, Callable[[], object]] = {
        Kind.CHECK: lambda: written == "yes",
        Kind.CHECKS: lambda: texts(form, ask.name),
        Kind.LIST: lambda: tuple(part.strip() for part in written.replace("\n", ",").split(",") if part.strip()),
        Kind.MOMENT: lambda: moment_or_text(written),
        Kind.MARKS: lambda: _marks(ask, set(texts(form, ask.name))),
        Kind.PARTS: lambda: _parts(ask, form),
    }
    return readers.get(ask.kind, lambda: written)()


def _marks(ask: Ask, well: set[str]) -> tuple[dict[str, object], ...]:
    line, said = ask.item
    return tuple({line: option, said: option in well} for option in ask.options)


def _parts(ask: Ask, form: FormData) -> tuple[dict[str, str], ...]:
    line, said = ask.item
    told = ((option, text(form, f"{ask.name}-{option}")) for option in ask.options)
    return tuple({line: option, said: words} for option, words in told if words)


def moment_or_text(written: str) -> object:
    """Read a day and a time; what is none stays as it is."""
    try:
        return moment(written)
    except ValueError:
        return written  # the command refuses it, as it refuses every other field that is not as it must be
