"""Personal links: one page for one person, for one purpose and a short time; and the code that some pages ask as well.

A link is a secret that is kept nowhere: it follows from the office's key, and what is kept is its hash. The edge asks
with the hash, since whoever opens a link is not known before.
"""

import base64
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BeforeValidator, Field

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Answer, Command, Key, Message, Office, Query

HINT_LETTERS: Final = 4
SECRET_LETTERS: Final = 26
"""128 bits, five in each letter."""
_APART: Final = re.compile(r"[\s._-]+")


LinkRole = Literal[Role.MAIN_PERSON, Role.CIRCLE_MEMBER, Role.INFORMATION_GIVER, Role.REQUESTER]
"""Who gets links; everybody else signs in."""


class LinkPurpose(StrEnum):
    """What one link is for, and nothing else."""

    ANSWER_INVITATION = "answer-invitation"
    SAY_NEEDS = "say-needs"
    CHOOSE_DATES = "choose-dates"
    READ_PLAN = "read-plan"
    READ_CONDITIONS = "read-conditions"
    SHOW_CALENDAR = "show-calendar"
    SEE_STATUS = "see-status"

    @property
    def needs_code(self) -> bool:
        """Tell whether its page asks for the code as well, which never travels with the link."""
        return self in {LinkPurpose.READ_PLAN, LinkPurpose.READ_CONDITIONS}


def office_hint(office: str) -> str:
    """Give the four letters a link of an office begins with; they tell the edge whom to ask, and people nothing."""
    return _letters(sha256(f"kring/office/{office}".encode()).digest())[:HINT_LETTERS]


def token_of(office: str, digits: str) -> str:
    """Write the secret of a link, 32 hexadecimal digits, as it stands in the link: letters that are easy to type."""
    return office_hint(office) + _letters(bytes.fromhex(digits))


def offices_of(token: str, offices: Iterable[str]) -> tuple[str, ...]:
    """Give the offices a link may be of: one, but for a rare chance."""
    return tuple(office for office in offices if token.startswith(office_hint(office)))


def link_id(token: str) -> str:
    """Give the id of the link a token opens, 32 hexadecimal digits; how it is cut or written is nothing of it."""
    bare = _APART.sub("", token.lower())
    return sha256(f"kring/link/{bare}".encode()).hexdigest()[:32]


def code_as_written(code: object) -> object:
    """Read a code as people type it: spaces and dashes between the figures change nothing."""
    return _APART.sub("", code) if isinstance(code, str) else code


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


class GiveLink(Command):
    """Make a link for one person and one purpose, to be handed over in person; `show-link` shows it to the maker."""

    case_id: Key
    person_id: Key
    purpose: LinkPurpose = Field(description="What it is for, and nothing else.", examples=["answer-invitation"])


class RevokeLinks(Command):
    """Close links at once: all of one person in a case, with their code, or a single one."""

    case_id: Key
    person_id: Key
    link_id: Key | None = Field(None, description="One link; absent closes all of this person, and their code.")


class ListLinks(Query):
    """Ask which links of a case there are, and what became of them; never the links themselves."""

    case_id: Key


class LinkLine(Answer):
    """One link."""

    link_id: Key
    person_id: Key
    purpose: LinkPurpose
    given_on: AwareDatetime
    by_letter: bool = Field(description="It stands in a letter; else it was handed over in person.")
    closes_at: AwareDatetime
    opened: int = Field(description="How often it was opened.")
    last_opened_at: AwareDatetime | None = None
    used_up: bool = Field(description="It was opened as often as a link may be.")
    revoked: bool
    is_open: bool = Field(description="Whether it opens anything now.")


class CodeLine(Answer):
    """The code of one person; never the code itself."""

    person_id: Key
    closes_at: AwareDatetime
    tries_left: int = Field(description="How often a wrong code may still be tried; at 0 they need another one.")


class LinkList(Answer):
    """The links and codes of a case, the newest links first."""

    links: tuple[LinkLine, ...]
    codes: tuple[CodeLine, ...] = ()


class ShowLink(Query):
    """Ask for a link that oneself made a moment ago, to hand it over; nobody else sees it, and later nobody."""

    case_id: Key
    link_id: Key


class LinkShown(Answer):
    """A link, to hand over."""

    token: str = Field(repr=False, description="The secret part.", examples=["abcdqrstuvwxyzabcdefghijklmnop"])
    address: str = Field(repr=False, description="The whole link; empty where no portal is set up.")
    closes_at: AwareDatetime


class OpenLink(Query):
    """Ask what a link opens; whatever is wrong with it, the answer is the same."""

    link_id: Key = Field(description="Hash of the token.")
    session: str = Field(
        "",
        pattern=r"^([0-9a-f]{32})?$",
        description="Hash of the secret of the visit, in which the code may have been given.",
    )

    def key(self) -> str:
        """Give the link's id; whose it is is not known yet."""
        return self.link_id


class CodeState(StrEnum):
    """Whether a page asks for a code.

    `none`: it does not. `asked`: it does. `given`: it was given in this visit. `missing`: they have no code that works.
    """

    NONE = "none"
    ASKED = "asked"
    GIVEN = "given"
    MISSING = "missing"


class LinkOpened(Answer):
    """What a link opens: for whom, in which part, what for, and until when."""

    case_id: Key
    person_id: Key
    role: LinkRole = Field(description="In which part they ask what is behind it.")
    office: Office
    language: str = Field(description="What they know best, BCP 47.", examples=["tr"])
    purpose: LinkPurpose
    closes_at: AwareDatetime
    neutral: bool = Field(description="Nothing on the page may show who it is from.")
    minor: bool = Field(description="The page uses the words for a child.")
    code: CodeState = Field(description="Whether it asks for a code as well.")


class UseLink(Command):
    """Note that a link was opened by a person; from a certain number of times on it opens nothing more."""

    link_id: Key = Field(description="Hash of the token.")

    def key(self) -> str:
        """Give the link's id."""
        return self.link_id


class GiveCode(Command):
    """Give one person a code for plan and conditions, over another way than the link; it replaces the one before."""

    case_id: Key
    person_id: Key


class ShowCode(Query):
    """Ask for a code that oneself gave a moment ago, to tell it; nobody else sees it, and later nobody."""

    case_id: Key
    person_id: Key


class CodeShown(Answer):
    """A code, to tell."""

    code: str = Field(repr=False, description="Eight figures.", examples=["4711 0815"])
    closes_on: date


class CheckCode(Command):
    """Say the code that a page asks for; after five wrong ones nothing more is right."""

    link_id: Key = Field(description="Hash of the token of the link that was opened.")
    code: Annotated[str, BeforeValidator(code_as_written)] = Field(
        min_length=1, max_length=20, repr=False, description="As they typed it.", examples=["4711 0815"]
    )
    session: str = Field(
        pattern=r"^[0-9a-f]{32}$",
        description="Hash of the secret of the visit, in which it counts for half an hour.",
        examples=["0f1e2d3c4b5a69788796a5b4c3d2e1f0"],
    )

    def key(self) -> str:
        """Give the link's id."""
        return self.link_id


class CodeChecked(Message):
    """What came of a code, in the receipt's answer."""

    right: bool
    tries_left: int
