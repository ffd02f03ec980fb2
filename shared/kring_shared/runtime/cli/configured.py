"""Settings from the environment, with the variable's name where one is missing or wrong."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from kring_shared.kernel.errors import BusAway, WrongSetup
from kring_shared.runtime.settings import SharedSettings

if TYPE_CHECKING:
    from nats.aio.client import Client as Nats

    from kring_shared.runtime.assembly import Configured

S = TypeVar("S", bound=BaseSettings)
SECRETS = "KRING_SECRETS_DIR"


def shared_settings() -> SharedSettings:
    """Read what every service needs.

    Raises:
        WrongSetup: a variable is wrong.
    """
    return _read(SharedSettings)


async def connect_to(shared: SharedSettings) -> "Nats":
    """Connect to the bus that the settings name.

    Raises:
        BusAway: nothing answers there; says where, without a password.
    """
    from kring_shared.runtime.client import connect

    try:
        return await connect(shared.nats_url)
    except BusAway as error:
        at = shared.nats_url.rpartition("@")[2].removeprefix("nats://")
        raise BusAway(f"no bus answers at {at}: check that it runs, and that KRING_NATS_URL is right") from error


def configured(names: tuple[str, ...]) -> "list[Configured]":
    """Load services with their own settings.

    Raises:
        WrongSetup: a service is not installed, or a variable of it is missing or wrong.
    """
    from kring_shared.runtime import plugins

    services = [plugins.service(name) for name in names]
    return [(service, _read(service.settings)) for service in services]


def _read(kind: type[S]) -> S:
    secrets = os.environ.get(SECRETS)
    if secrets and not Path(secrets).is_dir():
        raise WrongSetup(f"{SECRETS} {secrets} is not a folder: name the folder that holds a file for each secret")
    try:
        return kind(_secrets_dir=secrets)
    except ValidationError as error:
        raise WrongSetup("; ".join(_say(kind, problem["loc"], problem["type"]) for problem in error.errors())) from None
    except SettingsError as error:  # it names the field, and never what stood there
        field = re.search(r'field "(\w+)"', str(error))
        raise WrongSetup(f"{_variable(kind, field[1] if field else '…')} is not the JSON it must be") from None


def _say(kind: type[BaseSettings], place: tuple[int | str, ...], problem: str) -> str:
    field = str(place[0]) if place else ""
    about = kind.model_fields[field].description if field in kind.model_fields else ""
    return f"{_variable(kind, field)} is {'not set' if problem == 'missing' else 'wrong'}: {about}"


def _variable(kind: type[BaseSettings], field: str) -> str:
    return f"{kind.model_config.get('env_prefix', '')}{field}".upper()
