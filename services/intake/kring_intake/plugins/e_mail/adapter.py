"""Reads one mail: its form, or the files of referrals attached to it."""

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any, Final

from pydantic_core import to_json

from kring_intake.plugins.e_mail.form import Form, read_form
from kring_intake.plugins.e_mail.message import MOST_BYTES, CannotBeRead, Mail, take_apart
from kring_shared.contracts.referral import Words, Wrong, read_data
from kring_shared.contracts.referral.receipt import INVALID_FIELDS, TOO_LARGE
from kring_shared.kernel.adapters import MAIL_SUFFIX, FileItem
from kring_shared.kernel.plugins import NoSettings
from kring_shared.kernel.referral_files import event_of, read_csv, read_json, read_lines
from kring_shared.kernel.referrals import RefusedReferral, reference_of

NO_MAIL: Final = Words(
    nl="De mail kan niet gelezen worden: verstuur het formulier opnieuw",
    en="The mail cannot be read: send the form again",
)
NO_FORM: Final = Words(
    nl="Er staat geen formulier in de mail: regels zoals `Kenmerk: WN-2026-0041`",
    en="There is no form in the mail: lines like `Reference: WN-2026-0041`",
)
NOTHING_ATTACHED: Final = Words(
    nl="In de bijlagen staat geen aanmelding", en="There is no referral in what is attached"
)


class EMail:
    """Reads form mail (formuliermail); of a mail nothing is passed on that is not a field."""

    name = "e-mail"
    suffixes = (MAIL_SUFFIX,)
    channel = "mail"

    def __init__(self, settings: NoSettings) -> None:
        """Need nothing."""

    def read(self, content: bytes, *, source: str) -> Iterator[FileItem]:
        """Give one item for a form, or one for each referral in the attached files; `line` is the place in the mail."""
        if len(content) > MOST_BYTES:
            return iter((FileItem(1, refused=RefusedReferral(TOO_LARGE)),))
        try:
            return iter(_items(take_apart(content), source))
        except CannotBeRead as error:
            return iter((_refused(error.words),))
        except Exception:  # noqa: BLE001 - mail made to break a parser finds a way; nothing of it is repeated
            return iter((_refused(NO_MAIL),))


def _items(mail: Mail, source: str) -> list[FileItem]:
    places = count(1)
    if mail.files:
        # Two organisations may use the same references: what they send is told apart by who sent it.
        told = f"{source}:mail:{_digest(mail.sender)[:24]}"
        found = [item for end, content in mail.files for item in _attached(end, content, told)]
        return [FileItem(next(places), item.event, item.refused) for item in found] or [_refused(NOTHING_ATTACHED)]
    for text in mail.texts():
        form = read_form(text)
        if form.answers or form.wrong:
            return [_from_form(form, mail, source)]
    return [_refused(NO_FORM)]


def _attached(end: str, content: bytes, source: str) -> Iterator[FileItem]:
    if end == ".csv":
        return read_csv(content, source=source)
    return read_json(content) if end == ".json" else read_lines(content)


def _from_form(form: Form, mail: Mail, source: str) -> FileItem:
    """Make the event of a form; the same mail makes the same one.

    Its id and, where the form names none, its reference follow from the mail's id together with what stands in the
    form: a sender whose mails all bear one id loses none of them.
    """
    data = form.data()
    identity = _digest(mail.message_id, to_json(data).decode())
    data = {"reference": f"mail-{identity[:24]}"} | data
    if form.wrong:
        return FileItem(1, refused=_all_that_is_wrong(data, form.wrong))
    told = f"{source}:mail:{_digest(mail.sender, _asking(data))[:24]}"
    return FileItem(1, event_of(data, source=told, event_id=identity[:32]))


def _asking(data: dict[str, Any]) -> str:
    """Give what tells one requester from another: their organisation, or else how they are reached."""
    requester = data.get("requester")
    ways = requester if isinstance(requester, dict) else {}
    found = (ways.get(name) for name in ("organisation", "email", "phone", "postalAddress", "name"))
    return next((" ".join(way.casefold().split()) for way in found if isinstance(way, str)), "")


def _all_that_is_wrong(data: dict[str, Any], wrong: list[Wrong]) -> RefusedReferral:
    """Name what the form has wrong, and all else, so that it can be mended in one go."""
    read = read_data(data, today=date.max)
    first = {one.pointer: one for one in wrong}
    rest = () if not isinstance(read, tuple) else tuple(one for one in read if one.pointer not in first)
    return RefusedReferral(INVALID_FIELDS, reference_of({"data": data}), (*first.values(), *rest))


def _refused(words: Words) -> FileItem:
    return FileItem(1, refused=RefusedReferral(INVALID_FIELDS, wrong=(Wrong("", words),)))


def _digest(*parts: str) -> str:
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()
