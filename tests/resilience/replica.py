"""A replica as `kring run` runs it, of a service that only tests have: replica.py SERVICE.

Its settings come from the environment, as for any container.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Final

from pydantic import SecretStr

from kring_shared.contracts import rights
from kring_shared.kernel.errors import KringError
from kring_shared.runtime import logs
from kring_shared.runtime.cli.configured import shared_settings
from kring_shared.runtime.cli.failing import failure_of
from kring_shared.runtime.cli.operating.run import stay
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.settings import ServiceSettings
from tests.integration.lane import messages
from tests.integration.lane.guestbook import Weather
from tests.resilience import two_versions
from tests.resilience.newer import guestbook as newer

DATABASE: Final = "KRING_TEST_DATABASE_URL"
SERVICES: Final[dict[str, Callable[[], Service]]] = {
    "guestbook": lambda: Weather().service(),
    "newer-guestbook": newer.guestbook,
    **two_versions.SERVICES,
}


def main() -> None:
    """Work until a SIGTERM."""
    rights.RIGHTS.update(messages.RIGHTS | two_versions.RIGHTS)
    shared = shared_settings()
    logs.configure(shared.log_level)
    settings = ServiceSettings(database_url=SecretStr(os.environ[DATABASE]))
    try:
        asyncio.run(stay(shared, [(SERVICES[sys.argv[1]](), settings)]))
    except KringError as error:
        failure = failure_of(error)
        failure.say(as_json=True)
        sys.exit(failure.exit_code)


if __name__ == "__main__":
    main()
