"""An inn at work on the bus until it dies where `KRING_DIE_AT` says; run as a program, set up as any service is."""

import asyncio
import os

from pydantic import SecretStr

from kring_shared.runtime import logs
from kring_shared.runtime.running import assembly
from kring_shared.runtime.settings import ServiceSettings, SharedSettings, read_settings
from tests.integration.lane.inn import inn

DATABASE = "KRING_INN_DATABASE_URL"


async def main() -> None:
    """Work; whoever planned our death sees us die."""
    logs.configure("error")
    shared = read_settings(SharedSettings)
    settings = ServiceSettings(database_url=SecretStr(os.environ[DATABASE]))
    await assembly.start_all([(inn(), settings)], assembly.parts(shared))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
