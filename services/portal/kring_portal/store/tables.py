"""The portal's tables. Times are milliseconds since 1970, UTC."""

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class PortalTable(SQLModel):
    """What all of them have in common: one collection of tables, apart from everybody else's."""


class AccountRow(PortalTable, table=True):
    """Somebody who may sign in. The name is for who manages accounts; nothing of a case ever hangs on it."""

    __tablename__ = "account"

    id: str = Field(primary_key=True, max_length=32)
    login: str = Field(max_length=120, unique=True)
    name: str = Field(max_length=120)
    language: str = Field(max_length=10)
    password: str = Field(default="", sa_column=Column(Text, nullable=False))
    """Argon2id; empty where somebody else says who they are."""
    totp: str = Field(default="", sa_column=Column(Text, nullable=False))
    """The secret of the second factor, sealed."""
    totp_step: int = Field(default=0, sa_type=BigInteger)
    """The half minute of the last code that was used: no code is good twice."""
    closed: bool = False
    made_ms: int = Field(sa_type=BigInteger)


class HatRow(PortalTable, table=True):
    """One role that somebody has at one office, and under which opaque id the services know them there."""

    __tablename__ = "hat"

    id: str = Field(primary_key=True, max_length=32)
    account_id: str = Field(foreign_key="account.id", max_length=32, index=True)
    office: str = Field(max_length=40)
    role: str = Field(max_length=40)
    actor_id: str = Field(max_length=64)
    from_ms: int = Field(sa_type=BigInteger)
    until_ms: int | None = Field(default=None, sa_type=BigInteger)
    named_by: str = Field(default="", max_length=64)
    """Who named somebody a deputy, by opaque id; empty for a role of one's own."""


class SessionRow(PortalTable, table=True):
    """Somebody who is signed in, by an account or by a personal link; found by the digest of what the cookie says."""

    __tablename__ = "session"

    digest: str = Field(primary_key=True, max_length=64)
    csrf: str = Field(max_length=64)
    account_id: str | None = Field(default=None, max_length=32, index=True)
    link: str | None = Field(default=None, max_length=64, index=True)
    """Digest of the personal link that opened it."""
    office: str = Field(default="", max_length=40)
    role: str = Field(default="", max_length=40)
    actor_id: str = Field(default="", max_length=64)
    case_id: str = Field(default="", max_length=64)
    """The one case a link is about; empty for accounts."""
    purpose: str = Field(max_length=64)
    language: str = Field(max_length=10)
    factors: str = Field(default="", max_length=40)
    """By what they showed who they are: `password`, `password+totp`, `oidc`, `link`, `link+code`."""
    notice: str = Field(default="", sa_column=Column(Text, nullable=False))
    """What the next page says of what was just done: a key of the words, never content."""
    began_ms: int = Field(sa_type=BigInteger)
    seen_ms: int = Field(sa_type=BigInteger)
    ends_ms: int = Field(sa_type=BigInteger)


class RecoveryRow(PortalTable, table=True):
    """One code that stands in for the second factor once; only its digest is kept."""

    __tablename__ = "recovery"

    digest: str = Field(primary_key=True, max_length=64)
    account_id: str = Field(max_length=32, index=True)


class IdentityRow(PortalTable, table=True):
    """Who an account is with a provider: its issuer, and what that calls them; never an address."""

    __tablename__ = "identity"

    digest: str = Field(primary_key=True, max_length=64)
    account_id: str = Field(max_length=32, index=True)
    made_ms: int = Field(sa_type=BigInteger)


class DoorRow(PortalTable, table=True):
    """What opens once and for a short time: the first link, an invitation, a step on the way in."""

    __tablename__ = "door"

    digest: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=20)
    account_id: str = Field(default="", max_length=32, index=True)
    payload: str = Field(default="", sa_column=Column(Text, nullable=False))
    ends_ms: int = Field(sa_type=BigInteger)


class AttemptRow(PortalTable, table=True):
    """How often somebody tried in vain, by the digest of a login or of an address."""

    __tablename__ = "attempt"

    key: str = Field(primary_key=True, max_length=64)
    failures: int
    until_ms: int = Field(sa_type=BigInteger)
    seen_ms: int = Field(sa_type=BigInteger, index=True)


class JournalRow(PortalTable, table=True):
    """One sign-in, or one change of who may sign in: opaque ids and codes alone."""

    __tablename__ = "journal"

    id: str = Field(primary_key=True, max_length=32)
    at_ms: int = Field(sa_type=BigInteger, index=True)
    what: str = Field(max_length=40)
    outcome: str = Field(max_length=40)
    account_id: str = Field(default="", max_length=32, index=True)
    by: str = Field(default="", max_length=32)
    office: str = Field(default="", max_length=40)


class BucketRow(PortalTable, table=True):
    """How much somebody may still ask, by the digest of a system or of an address: when it is all there again."""

    __tablename__ = "bucket"

    key: str = Field(primary_key=True, max_length=64)
    full_us: int = Field(sa_type=BigInteger, index=True)
    """Microseconds since 1970."""
