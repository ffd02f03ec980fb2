"""Opening what is sealed, for an answer; and what stands there when it cannot, or may not, be read."""

from typing import Final

from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.runtime.declared.routes import Reader

NOT_SHOWN: Final = "(not shown)"
ERASED: Final = "(erased)"


def opened(sealed: Sealed[str] | None, reader: Reader) -> str:
    """Open a text; empty when there is none."""
    if sealed is None:
        return ""
    text = reader.open(sealed, str)
    return ERASED if isinstance(text, Erased) else text
