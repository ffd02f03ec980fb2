"""How a Kring process is set up; every field is an environment variable, and secrets may be files."""

import base64
import binascii
import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BeforeValidator, Field, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from kring_shared.contracts.offices import EXAMPLE_OFFICES, OfficeCard
from kring_shared.kernel.errors import WrongSetup

S = TypeVar("S", bound=BaseSettings)
KEY_BYTES: Final = 32
KEYS_BY_OFFICE: Final = TypeAdapter(dict[str, str])
OFFICES: Final = TypeAdapter(list[OfficeCard])
SECRETS: Final = "KRING_SECRETS_DIR"


def _number(text: object) -> object:
    """Read a number that is one of a few: a variable is text, and those few are none."""
    return int(text) if isinstance(text, str) and text.isdigit() else text


class SharedSettings(BaseSettings):
    """What every service of one Kring needs; `KRING_…` variables, or files in `KRING_SECRETS_DIR`."""

    model_config = SettingsConfigDict(env_prefix="KRING_", frozen=True, extra="ignore", hide_input_in_errors=True)

    nats_url: str = Field(
        "nats://127.0.0.1:4222",
        description="Where the bus is; commas between several servers. May hold a password, so it is never printed.",
        repr=False,
    )
    nats_creds: Path | None = Field(None, description="File with the credential this process connects with.")
    nats_ca: Path | None = Field(None, description="File with the certificates (PEM) that the bus's own is checked by.")
    backbone_domain: str = Field(
        "",
        pattern=r"^([A-Za-z0-9_-]{1,32})?$",
        description="JetStream domain of the hub, for an office on a leaf node; empty: one bus carries everything.",
    )
    replicas: Annotated[Literal[1, 3, 5], BeforeValidator(_number)] = Field(
        1, description="How many servers of a cluster keep each stream."
    )
    vault_url: SecretStr = Field(
        SecretStr(""), description="SQLAlchemy URL of the vault's database; may hold a password."
    )
    office_keys: SecretStr = Field(
        SecretStr("{}"),
        description='JSON: office, or organisation/<id>, to base64 of 32 bytes; `*` for all others. {"*": "…"}',
        repr=False,
    )
    edge_public_key: str = Field("", description="Base64 of the 32-byte Ed25519 key that actors are checked with.")
    serves: tuple[str, ...] = Field(("*",), description="The offices this process serves; `*` is all of them.")
    divided: bool = Field(
        default=False,
        description="Each office that KRING_SERVES names has databases of its own, and replicas divide the offices.",
    )
    offices_file: Path | None = Field(None, description="JSON list of offices; three example offices when absent.")
    erasure_ledger: Path | None = Field(
        None,
        description="File that keeps what was erased, outside every backup; replayed at each start. All write in one.",
    )
    log_level: str = Field("info", description="debug, info, warning or error.")
    watch: str = Field(
        "",
        pattern=r"^(.*:[0-9]{1,5})?$",
        description="host:port where /live, /ready and /metrics are answered; empty: nowhere.",
    )
    plugins: tuple[str, ...] = Field((), description="Plugins from other packages that may be used, as service:name.")
    plugin_settings: dict[str, dict[str, object]] = Field(
        default_factory=dict,
        description="JSON: settings per plugin, under service:name; may hold passwords, so they are never printed.",
        repr=False,
    )

    def office_key_bytes(self) -> dict[str, bytes]:
        """Give the office keys.

        Raises:
            WrongSetup: the setting is not JSON, or a key is not base64 of 32 bytes.
        """
        try:
            texts = KEYS_BY_OFFICE.validate_json(self.office_keys.get_secret_value())
        except ValidationError:
            raise WrongSetup(
                "KRING_OFFICE_KEYS must be a JSON object of office to base64 key"
            ) from None  # the error holds what was set
        return {office: key_bytes(text, "KRING_OFFICE_KEYS") for office, text in texts.items()}

    def offices(self) -> dict[str, OfficeCard]:
        """Give the offices by id.

        Raises:
            WrongSetup: the file is not there or not a list of offices.
        """
        if self.offices_file is None:
            return {card.id: card for card in EXAMPLE_OFFICES}
        try:
            cards = OFFICES.validate_json(self.offices_file.read_bytes())
        except (OSError, ValueError) as error:
            raise WrongSetup(
                f"KRING_OFFICES_FILE {self.offices_file} cannot be read as a JSON list of offices"
            ) from error
        return {card.id: card for card in cards}


class ServiceSettings(BaseSettings):
    """What one service needs for itself; `KRING_<SERVICE>_…` variables."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    database_url: SecretStr = Field(description="SQLAlchemy URL; may hold a password.")


def read_settings(kind: type[S], **given: Any) -> S:  # noqa: ANN401 - its own fields
    """Read settings from the environment and from the files of `KRING_SECRETS_DIR`; what is `given` comes first.

    Raises:
        WrongSetup: a variable is missing or wrong; it is named, and never what stood there.
    """
    secrets = os.environ.get(SECRETS)
    if secrets and not Path(secrets).is_dir():
        raise WrongSetup(f"{SECRETS} {secrets} is not a folder: name the folder that holds a file for each secret")
    try:
        return kind(_secrets_dir=secrets, **given)
    except ValidationError as error:
        raise WrongSetup("; ".join(_say(kind, problem["loc"], problem["type"]) for problem in error.errors())) from None
    except SettingsError as error:  # it names the field
        field = re.search(r'field "(\w+)"', str(error))
        raise WrongSetup(f"{_variable(kind, field[1] if field else '…')} is not the JSON it must be") from None


def _say(kind: type[BaseSettings], place: tuple[int | str, ...], problem: str) -> str:
    field = str(place[0]) if place else ""
    about = kind.model_fields[field].description if field in kind.model_fields else ""
    return f"{_variable(kind, field)} is {'not set' if problem == 'missing' else 'wrong'}: {about}"


def _variable(kind: type[BaseSettings], field: str) -> str:
    return f"{kind.model_config.get('env_prefix', '')}{field}".upper()


def key_bytes(text: str, name: str) -> bytes:
    """Give the 32 bytes a base64 text stands for; `WrongSetup` naming the setting when it is something else."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongSetup(f"{name} holds a key that is not base64") from error
    if len(key) != KEY_BYTES:
        raise WrongSetup(f"{name} holds a key of {len(key)} bytes; it must be {KEY_BYTES}")
    return key
