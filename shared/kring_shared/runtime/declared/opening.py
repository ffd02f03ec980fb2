"""Opening what is sealed, for an answer; and what stands there when its key is destroyed."""

from typing import Final

from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.runtime.declared.routes import Reader

ERASED: Final = "(erased)"


def opened(sealed: Sealed[str] | None, reader: Reader) -> str:
    """Open a text; empty when there is none."""
    if sealed is None:
        return ""
    text = reader.open(sealed, str)
    return ERASED if isinstance(text, Erased) else text


def name_of(sealed: Sealed[Contact], reader: Reader) -> str:
    """Open the name of somebody."""
    contact = reader.open(sealed, Contact)
    return ERASED if isinstance(contact, Erased) else contact.name
