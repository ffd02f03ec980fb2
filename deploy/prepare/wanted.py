"""What is wanted: one of three profiles, each with its servers, its offices and its place among other servers."""

from dataclasses import dataclass
from typing import Final

from kring_shared.kernel.errors import WrongSetup

SMALL: Final = "small"
CLUSTER: Final = "cluster"
OFFICE: Final = "office"
PROFILES: Final = (SMALL, CLUSTER, OFFICE)
HUB: Final = "hub"
HERE: Final = ("localhost", "127.0.0.1")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One start on Docker."""

    profile: str
    office: str = ""
    hub: tuple[str, ...] = ()
    """Addresses at which the hub takes lines."""
    hosts: tuple[str, ...] = ()
    """More names and addresses by which others reach the bus."""

    def __post_init__(self) -> None:
        """Refuse what cannot be started.

        Raises:
            WrongSetup: an office needs a hub, and nobody else has one.
        """
        if (self.profile == OFFICE) != bool(self.office and self.hub):
            raise WrongSetup(
                "the profile office, and no other, needs an office and the address of its hub: "
                "make compose-up PROFILE=office OFFICE=utrecht HUB=tls://hub.example:7422"
            )

    @property
    def servers(self) -> tuple[str, ...]:
        """Name the NATS servers, as they are called inside."""
        return ("nats", "nats-2", "nats-3") if self.profile == CLUSTER else ("nats",)

    @property
    def domain(self) -> str:
        """Name what the streams are called from elsewhere: every bus but an office's can be a hub."""
        return self.office or HUB

    @property
    def offices(self) -> tuple[str, ...]:
        """Name the offices that are served; `*` is all of them."""
        return (self.office,) if self.office else ("*",)
