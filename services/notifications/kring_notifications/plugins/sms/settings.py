"""How texts are set up."""

import re
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from kring_notifications.plugins.over_http import safe_url
from kring_notifications.plugins.phone_numbers import Region

SENDER: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|\+?[0-9]{3,15}")


def _sender(sender: str) -> str:
    if sender and not SENDER.fullmatch(sender):
        raise ValueError("a number, or at most 11 letters, digits and spaces with a letter among them")
    return sender


def _url(url: str) -> str:
    if "?" in url:
        raise ValueError("nothing behind the path")
    return safe_url(url).rstrip("/") if url else ""


Sender = Annotated[str, AfterValidator(_sender)]


class SmsSettings(BaseModel):
    """Which gateway, and how it is talked to; without an address nothing is sent as a text."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    url: Annotated[str, AfterValidator(_url)] = Field(
        "", description="Address of the gateway; https, or http on this machine. Empty switches texts off."
    )
    token: SecretStr = Field(SecretStr(""), description="What the gateway knows us by (bearer token).")
    sender: Sender = Field(
        "", description="Who a text is from: a number, or at most 11 letters and digits.", examples=["EKC Utrecht"]
    )
    neutral_sender: Sender = Field(
        "",
        description="Who a text is from that must not show who writes: best a number. Without one such messages go by "
        "another way.",
    )
    region: Region = Field("NL", description="The country of a number that does not say it (two capitals).")
    regions: dict[str, Region] = Field(
        default_factory=dict,
        description="The same for an office in another country, by its id.",
        examples=[{"gent": "BE"}],
    )
    idempotent: bool = Field(
        default=False,
        description="Whether the gateway promises that one Idempotency-Key arrives once, however often it is sent. "
        "Only then a text is sent again when nobody knows whether it went out.",
    )
    asks_after: bool = Field(default=True, description="Whether the gateway is asked later what became of a text.")
    most_parts: int = Field(
        3, ge=1, le=10, description="A longer text is not sent; each part costs as much as one text."
    )
    timeout_s: float = Field(20.0, gt=0, le=300, description="How long one exchange may take, seconds.")
    ca_file: Path | None = Field(None, description="Certificates to trust (PEM); else those of the machine.")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.url and not (self.token.get_secret_value() and self.sender):
            raise ValueError("a gateway needs a token and a sender")
        if not self.token.get_secret_value().isascii() or not self.token.get_secret_value().isprintable():
            raise ValueError("a token is printable ASCII")
        return self
