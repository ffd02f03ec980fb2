"""The tables of systems that speak HTTP. Times are milliseconds since 1970, UTC."""

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field

from kring_portal.store.tables import PortalTable


class SystemRow(PortalTable, table=True):
    """One system that was let in; `office` is the one it speaks with, empty when the municipality decides."""

    __tablename__ = "system"

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=31, unique=True)
    office: str = Field(max_length=40)
    scopes: str = Field(sa_column=Column(Text, nullable=False))
    revoked: bool = False
    made_ms: int = Field(sa_type=BigInteger)


class SystemSecretRow(PortalTable, table=True):
    """The digest of a secret; two are good at once while one is replaced."""

    __tablename__ = "system_secret"

    digest: str = Field(primary_key=True, max_length=64)
    system_id: str = Field(foreign_key="system.id", max_length=32, index=True)
    made_ms: int = Field(sa_type=BigInteger)
    until_ms: int | None = Field(default=None, sa_type=BigInteger)


class SystemTokenRow(PortalTable, table=True):
    """The digest of an access token, and what it is good for."""

    __tablename__ = "system_token"

    digest: str = Field(primary_key=True, max_length=64)
    system_id: str = Field(foreign_key="system.id", max_length=32, index=True)
    scopes: str = Field(sa_column=Column(Text, nullable=False))
    ends_ms: int = Field(sa_type=BigInteger, index=True)


class WebhookRow(PortalTable, table=True):
    """Where a system hears what became of its referrals, and by which secret it knows that it is us."""

    __tablename__ = "webhook"

    id: str = Field(primary_key=True, max_length=32)
    system_id: str = Field(foreign_key="system.id", max_length=32, index=True)
    url: str = Field(sa_column=Column(Text, nullable=False))
    secret: str = Field(sa_column=Column(Text, nullable=False))
    """Sealed."""
    disabled: bool = False
    failing_since_ms: int | None = Field(default=None, sa_type=BigInteger)
    made_ms: int = Field(sa_type=BigInteger)


class SetApartRow(PortalTable, table=True):
    """An event that was not taken, after the last try: codes only, to be sent again when somebody asks for it."""

    __tablename__ = "webhook_set_apart"

    id: str = Field(primary_key=True, max_length=32)
    webhook_id: str = Field(foreign_key="webhook.id", max_length=32, index=True)
    event_id: str = Field(max_length=64)
    body: str = Field(sa_column=Column(Text, nullable=False))
    tries: int
    why: str = Field(max_length=40)
    at_ms: int = Field(sa_type=BigInteger)
