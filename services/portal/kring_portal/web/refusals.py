"""What stands between somebody and a page, and the calm page they get instead."""

from kring_shared.contracts.envelope import Receipt
from kring_shared.kernel.errors import KringError


class NoSession(KringError):
    """Nobody is signed in, or in no role yet."""


class WrongRole(KringError):
    """Somebody is signed in, and this page is not for their role."""


class CommandRefused(KringError):
    """A command was refused; the receipt says why."""

    def __init__(self, receipt: Receipt) -> None:
        """Keep the receipt."""
        self.receipt = receipt
        super().__init__(f"{receipt.code}: {receipt.message}")


class WrongToken(KringError):
    """A form came without the token of the session: from another site, or from a page that is too old."""


class TooMany(KringError):
    """One address sent more forms in a minute than anybody needs to."""
