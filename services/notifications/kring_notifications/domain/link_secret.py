"""The secrets of links and codes: kept nowhere, and made again from the office's key whenever they are needed."""

from typing import Final, Protocol

from kring_notifications.domain.link import FIGURES
from kring_shared.contracts.notifications import token_of
from kring_shared.kernel.errors import Refused

NOTHING_OPENS: Final = "this link opens nothing: ask the office or the coordinator for another one"
"""Said of every link that does not open, whatever is wrong with it."""


class Blinds(Protocol):
    """Hashes under an office's key: a vault, or the room of whoever has one."""

    def blind(self, realm: str, text: str) -> str | None:
        """Hash a text under a realm's key, 32 hexadecimal digits; none when there is no such key here."""


def secret_of(vault: Blinds, office: str, seed: str) -> str:
    """Give the secret part of a link; the same whenever it is made again.

    Raises:
        Refused: there is no key of that office here.
    """
    return token_of(office, _digits(vault, office, f"link/{seed}"))


def code_of(vault: Blinds, office: str, seed: str) -> str:
    """Give a code, eight figures; the same whenever it is made again.

    Raises:
        Refused: there is no key of that office here.
    """
    return f"{int(_digits(vault, office, f'code/{seed}'), 16) % 10**FIGURES:0{FIGURES}d}"


def _digits(vault: Blinds, office: str, text: str) -> str:
    digits = vault.blind(office, f"kring/{text}")
    if digits is None:
        raise Refused("this office has no key here, so it makes no links").because("no-links-here")
    return digits
