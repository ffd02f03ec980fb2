"""Personal values on their way: encrypted under a key of the person or the case they are about."""

from enum import StrEnum
from typing import Annotated, Generic, TypeVar

from pydantic import Field, StringConstraints

from kring_shared.contracts.envelope import Message

T = TypeVar("T")


class Scope(StrEnum):
    """Whose key protects a value; destroying that key erases the value everywhere, backups included."""

    CASE = "case"
    PERSON = "person"
    QUARANTINE = "quarantine"
    TRANSFER = "transfer"
    SIGNAL = "signal"
    PLAN = "plan"
    REGISTER = "register"


def scope_of(kind: Scope, owner: str) -> str:
    """Name the key of one owner: `person/<id>`, `case/<id>`."""
    return f"{kind}/{owner}"


SealingKey = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9+/]{43}=)?$")]
"""The public half of a key (X25519, base64) that another office seals to; empty: it comes from an older Kring."""


class Sealed(Message, Generic[T]):
    """A value nobody can read without the key of its scope (AES-GCM); a destroyed key makes it `Erased` for ever."""

    scope: str = Field(description="Whose key opens it.", examples=["person/019aa0000000700080000000000000a1"])
    box: str = Field(
        description="Nonce and ciphertext, base64; behind `hpke:` what another office sealed to a key it was sent.",
        examples=["q83vEjRWeJCr"],
    )


class Erased(Message):
    """What a sealed value reads as once its key is destroyed; every reader accepts it."""

    erased: bool = True


class Contact(Message):
    """How a person can be reached; at least one way. Always sealed under that person's key when it travels."""

    name: str = Field(description="What the person is called.", examples=["Rachel"])
    organisation: str = Field("", description="Where a professional works.", examples=["Wijkteam Noord"])
    email: str = Field("", description="E-mail address.", examples=["rachel@voorbeeld.example"])
    phone: str = Field("", description="Telephone number.", examples=["+31 6 12345678"])
    postal_address: str = Field(
        "", description="Postal address, one line.", examples=["Lindestraat 1, 3511 AA Utrecht"]
    )
