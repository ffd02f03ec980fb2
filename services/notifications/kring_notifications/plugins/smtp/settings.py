"""How e-mail is set up: which server, how it is talked to, and how many letters go side by side."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator


class SmtpSettings(BaseModel):
    """Which mail server, and how it is talked to; without a host nothing is sent by e-mail."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    host: str = Field("", description="Name of the mail server; empty switches e-mail off.")
    port: int | None = Field(
        None, ge=1, le=65535, description="Its port; else the usual one: 587, 465 for tls, 25 for none."
    )
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="`starttls` and `tls` refuse to send without encryption; `none` is for a server on this machine.",
    )
    ca_file: Path | None = Field(None, description="Certificates to trust (PEM); else those of the machine.")
    username: str = Field("", description="To log in with; empty when the server asks for none.")
    password: SecretStr = Field(SecretStr(""), description="Belongs to the user name.")
    timeout_s: float = Field(20.0, gt=0, le=300, description="How long to wait for the server, seconds.")
    connections: int = Field(8, ge=1, le=50, description="How many letters go at the same time.")
    letters_a_connection: int = Field(100, ge=1, description="After so many letters a connection is made anew.")
    idle_s: float = Field(10.0, gt=0, le=300, description="A connection without work is closed after this, seconds.")
    bounce_address: str = Field(
        "",
        description="Where servers report what they cannot deliver (envelope sender); else the sender. Of a "
        "letter that must not show who it is from it is always its sender.",
    )
    neutral_sender: str = Field(
        "",
        description="Address for letters that must not show who they are from, in a domain that does not name the "
        "organisation either. Without one such letters go by another way.",
    )

    @field_validator("username")
    @classmethod
    def _not_in_the_clear(cls, username: str, info: ValidationInfo) -> str:
        if username and info.data.get("security") == "none":
            raise ValueError("a password is only given over an encrypted connection: set security to starttls or tls")
        return username
