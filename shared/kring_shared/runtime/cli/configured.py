"""Settings from the environment, with the variable's name where one is missing or wrong."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.settings import SharedSettings

if TYPE_CHECKING:
    from kring_shared.runtime.assembly import Configured

S = TypeVar("S", bound=BaseSettings)
SECRETS = "KRING_SECRETS_DIR"


def shared_settings() -> SharedSettings:
    """Read what every service needs.

    Raises:
        WrongSetup: a variable is wrong.
    """
    return _read(SharedSettings)


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
        raise WrongSetup(f"a KRING_ variable is not the JSON it must be: {error}") from None


def _say(kind: type[BaseSettings], place: tuple[int | str, ...], problem: str) -> str:
    field = str(place[0]) if place else ""
    name = f"{kind.model_config.get('env_prefix', '')}{field}".upper()
    about = kind.model_fields[field].description if field in kind.model_fields else ""
    return f"{name} is {'not set' if problem == 'missing' else 'wrong'}: {about}"
