"""The rows of links and codes: hashes, and what secrets follow from; never a secret."""

from typing import Any

from sqlalchemy import BigInteger, Column, Row
from sqlmodel import Field

from kring_notifications.domain.link import AccessCode, PersonalLink
from kring_notifications.store.tables import NotificationsTable
from kring_shared.contracts.notifications import LinkPurpose
from kring_shared.runtime.storage.tables import from_ms, moment_of, ms_of, to_ms


class PersonalLinkRow(NotificationsTable, table=True):
    """One link."""

    __tablename__ = "personal_link"

    link_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    person_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    purpose: str = Field(max_length=20)
    seed: str = Field(max_length=32)
    given_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    closes_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    given_by: str = Field(max_length=100)
    opened: int
    last_opened_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    revoked: bool
    version: int


class AccessCodeRow(NotificationsTable, table=True):
    """The code of one person."""

    __tablename__ = "access_code"

    code_id: str = Field(primary_key=True, max_length=32)
    case_id: str = Field(max_length=32, index=True)
    person_id: str = Field(max_length=32)
    office: str = Field(max_length=40)
    seed: str = Field(max_length=32)
    given_by: str = Field(max_length=100)
    given_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    closes_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    tries_left: int
    link_id: str = Field(max_length=32)
    session: str = Field(max_length=32)
    session_until_ms: int | None = Field(default=None, sa_column=Column(BigInteger))
    version: int


def row_of(link: PersonalLink) -> dict[str, Any]:
    """Write a link down."""
    return {
        "link_id": link.link_id,
        "case_id": link.case_id,
        "person_id": link.person_id,
        "office": link.office,
        "purpose": link.purpose.value,
        "seed": link.seed,
        "given_ms": to_ms(link.given_at),
        "closes_ms": to_ms(link.closes_at),
        "given_by": link.given_by,
        "opened": link.opened,
        "last_opened_ms": ms_of(link.last_opened_at),
        "revoked": link.revoked,
    }


def value_of(row: Row[Any]) -> PersonalLink:
    """Read a link."""
    return PersonalLink(
        link_id=row.link_id,
        case_id=row.case_id,
        person_id=row.person_id,
        office=row.office,
        purpose=LinkPurpose(row.purpose),
        seed=row.seed,
        given_at=from_ms(row.given_ms),
        closes_at=from_ms(row.closes_ms),
        given_by=row.given_by,
        opened=row.opened,
        last_opened_at=moment_of(row.last_opened_ms),
        revoked=row.revoked,
        version=row.version,
    )


def code_row_of(code: AccessCode) -> dict[str, Any]:
    """Write down what is kept of a code."""
    return {
        "code_id": code.id,
        "case_id": code.case_id,
        "person_id": code.person_id,
        "office": code.office,
        "seed": code.seed,
        "given_by": code.given_by,
        "given_ms": to_ms(code.given_at),
        "closes_ms": to_ms(code.closes_at),
        "tries_left": code.tries_left,
        "link_id": code.link_id,
        "session": code.session,
        "session_until_ms": ms_of(code.session_until),
    }


def code_value_of(row: Row[Any]) -> AccessCode:
    """Read what is kept of a code."""
    return AccessCode(
        case_id=row.case_id,
        person_id=row.person_id,
        office=row.office,
        seed=row.seed,
        given_by=row.given_by,
        given_at=from_ms(row.given_ms),
        closes_at=from_ms(row.closes_ms),
        tries_left=row.tries_left,
        link_id=row.link_id,
        session=row.session,
        session_until=moment_of(row.session_until_ms),
        version=row.version,
    )
