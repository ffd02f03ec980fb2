"""A candidate's letter that came by e-mail (RFC 5322) becomes the command that takes it in.

The words of the mail are the motivation, a plain-text attachment is the cv. A reason never repeats anything of the
mail, and neither does the reference: it is the person's id, which follows from the office and the Message-ID, so that
reading a mail again replaces.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from kring_shared.contracts.matching import ApplyAsCandidate
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.letter_mail import NO_MAIL, TOO_LONG, Mail, take_apart
from kring_shared.kernel.municipalities import known
from kring_shared.kernel.national_numbers import mask_text
from kring_shared.kernel.register_cells import Unclear, email, plain, skills, text_of
from kring_shared.kernel.register_columns import CANDIDATE_COLUMNS
from kring_shared.kernel.register_file import FAR_UNKNOWN, NATIONAL_NUMBER, Line

SUFFIXES: Final = (".eml", ".msg")
MOST_BYTES: Final = 32 * 1024 * 1024
"""Larger than mail servers pass on."""

OUTLOOK: Final = "it is Outlook's own kind of file (.msg): save the mail as .eml"
TOO_LARGE: Final = "the file is too large for a letter: take the large attachments out, or ask for a smaller mail"
NO_ID: Final = (
    "it has no Message-ID, so reading it twice would double somebody: save the mail as .eml, as it came in, "
    "or take the letter in with `kring do apply-as-candidate`"
)
SENDERS: Final = "from: it has to come from one sender, with one e-mail address"
NO_TEXT: Final = "motivation: there is no text in the mail itself; a letter that is attached is taken for the cv"
NO_LANGUAGES: Final = "languages: write them as `talen: nl, tr`, by tag or by name"
_SAYS: Final = {
    "name": "name: the sender's name is missing or cannot be read: put a line `naam: …` at the top of the letter",
    "phone": "phone: write the telephone number with its first 0 or +",
    "languages": NO_LANGUAGES,
}

_OUTLOOK_MARK: Final = b"\xd0\xcf\x11\xe0"
_AT_TOP: Final = {
    plain(name): column
    for column in CANDIDATE_COLUMNS
    if column.name in {"name", "phone", "municipality", "languages"}
    for name in (column.name, *column.others)
}
_IN_SUBJECT: Final = re.compile(r"\b(?:talen|languages)\s*:\s*(.+)", re.IGNORECASE)


def read_letter(content: bytes, office: str) -> Line[ApplyAsCandidate]:
    """Read one letter (sollicitatiebrief): its command, or why it has none; never raises, whatever the bytes are."""
    if len(content) > MOST_BYTES:
        return Line(1, office, problems=(TOO_LARGE,))
    if content.startswith(_OUTLOOK_MARK):
        return Line(1, office, problems=(OUTLOOK,))
    try:
        mail = take_apart(content)
        text = mail.text()
    except Unclear as unclear:
        return Line(1, office, problems=(str(unclear),))
    except Exception:  # noqa: BLE001 - mail made to break a parser finds a way; nothing of it is repeated
        return Line(1, office, problems=(NO_MAIL,))
    if not any(letter.isalnum() for letter in mail.message_id):
        return Line(1, office, problems=(NO_ID,))
    return _line(mail, text, office)


def _line(mail: Mail, text: str, office: str) -> Line[ApplyAsCandidate]:
    person_id = id_at(BEGINNING, f"{office}/letter/{mail.message_id}")
    cv = text_of("\n\n".join(mail.cv))
    parts = (mail.subject, text, cv, *(part for sender in mail.senders for part in sender))
    if any(mask_text(part) != part for part in parts):
        return Line(1, office, person_id, problems=(NATIONAL_NUMBER,))
    said, motivation = _top_lines(text)
    if "languages" not in said and (found := _IN_SUBJECT.search(mail.subject)):
        said["languages"] = _without_last_bracket(found[1])
    values, problems = _values(mail, said)
    if not motivation:
        problems.append(NO_TEXT)
    if problems:
        return Line(1, office, person_id, problems=tuple(problems))
    try:
        command = ApplyAsCandidate(
            person_id=person_id,
            contact=Contact(name=values["name"], email=values["email"], phone=values.get("phone", "")),
            motivation=motivation,
            cv=cv,
            municipality=values.get("municipality", ""),
            languages=tuple(tag for tag, _ in values["languages"]),
            channel="e-mail",
        )
    except ValidationError as error:
        return Line(1, office, person_id, problems=tuple(_too_long(error)))
    return Line(1, office, person_id, command, remarks=tuple(_remarks(mail, command)))


def _values(mail: Mail, said: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Read what the mail says of the person, by column, and what is wrong or missing."""
    problems: list[str] = []
    values: dict[str, Any] = {"languages": skills("nl")}
    name, address = mail.senders[0] if len(mail.senders) == 1 else ("", "")
    try:
        values["email"] = email(address)
    except Unclear:
        problems.append(SENDERS)
    for column in CANDIDATE_COLUMNS:
        written = said.get(column.name) or (name if column.name == "name" else "")
        if not written and column.name != "name":
            continue
        try:
            values[column.name] = column.read(written)
        except Unclear as unclear:
            problems.append(_SAYS.get(column.name) or f"{column.name}: {unclear}")
    return values, problems


def _top_lines(text: str) -> tuple[dict[str, str], str]:
    """Give the lines such as `talen: nl, tr` that stand above the letter, by column, and the letter below them."""
    said: dict[str, str] = {}
    lines = text.split("\n")
    while lines:
        name, colon, value = lines[0].partition(":")
        column = _AT_TOP.get(plain(name)) if colon else None
        if column is not None:
            said.setdefault(column.name, value.strip())
        elif lines[0].strip():
            break
        lines.pop(0)
    return said, "\n".join(lines).strip()


def _without_last_bracket(text: str) -> str:
    """Leave out the bracket that closes `(talen: nl, tr)`, and what follows it; those of a level stay."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return text[:place]
    return text


def _too_long(error: ValidationError) -> Iterator[str]:
    for one in error.errors():
        most = one.get("ctx", {}).get("max_length")
        yield TOO_LONG.format(one["loc"][0], most) if most else f"{one['loc'][0]}: this cannot be right"


def _remarks(mail: Mail, command: ApplyAsCandidate) -> Iterator[str]:
    if mail.unread:
        kinds = ", ".join(sorted(set(mail.unread)))
        yield (
            f"not read of the attachments: {kinds}; save it as text, and add it later as the cv with "
            "`kring do apply-as-candidate`, with this reference as personId"
        )
    if command.municipality and not known(command.municipality):
        yield FAR_UNKNOWN
