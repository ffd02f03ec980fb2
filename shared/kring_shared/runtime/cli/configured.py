"""Settings from the environment, with the variable's name where one is missing or wrong."""

from typing import TYPE_CHECKING

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.settings import SharedSettings, read_settings

if TYPE_CHECKING:
    from nats.aio.client import Client as Nats

    from kring_shared.runtime.running.assembly import Configured


def shared_settings() -> SharedSettings:
    """Read what every service needs.

    Raises:
        WrongSetup: a variable is wrong.
    """
    return read_settings(SharedSettings)


async def connect_to(shared: SharedSettings) -> "Nats":
    """Connect to the bus that the settings name.

    Raises:
        BusAway: nothing answers there; says where, without a password.
        WrongSetup: the bus refuses the credential, or we its certificate.
    """
    from kring_shared.runtime.bus.address import BusAddress
    from kring_shared.runtime.bus.client import connect

    address = BusAddress.of(shared)
    try:
        return await connect(address)
    except BusAway as error:
        raise BusAway(
            f"no bus answers at {address.shown}: check that it runs, and that KRING_NATS_URL is right"
        ) from error


def configured(names: tuple[str, ...]) -> "list[Configured]":
    """Load services with their own settings.

    Raises:
        WrongSetup: a service is not installed, or a variable of it is missing or wrong.
    """
    from kring_shared.runtime.running import plugins

    services = [plugins.service(name) for name in names]
    return [(service, read_settings(service.settings)) for service in services]
