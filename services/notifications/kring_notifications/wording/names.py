"""What whoever referred wrote of a person, made safe to stand in a letter or on a screen: one line, no hidden signs."""

import unicodedata
from typing import Final

from kring_shared.contracts.sealed import Contact

MOST_OF_A_NAME: Final = 100
MOST_OF_AN_ADDRESS: Final = 300
"""Signs; what is longer is cut, since no letter may be filled by somebody who is not its writer."""
_JOINS: Final = frozenset("\u200c\u200d")
"""Part of how Persian and other languages are written; other signs of this kind are unseen, or turn words round."""


def shown(contact: Contact) -> Contact:
    """Give a contact as a letter, or a screen, may show it. An e-mail address only loses what stands around it.

    A name with a line in it would write a paragraph of its own, and one with a sign that turns the reading direction
    would turn our words round.
    """
    lines = (_on_one_line(line, MOST_OF_AN_ADDRESS) for line in contact.postal_address.splitlines())
    return contact.model_copy(
        update={
            "name": _on_one_line(contact.name, MOST_OF_A_NAME),
            "organisation": _on_one_line(contact.organisation, MOST_OF_A_NAME),
            "email": contact.email.strip(),
            "phone": _on_one_line(contact.phone, MOST_OF_A_NAME),
            "postal_address": "\n".join(line for line in lines if line)[:MOST_OF_AN_ADDRESS],
        }
    )


def _on_one_line(text: str, most: int) -> str:
    seen = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text if _is_seen(sign))
    return " ".join(seen.split())[:most].rstrip()


def _is_seen(sign: str) -> bool:
    return sign in _JOINS or unicodedata.category(sign) not in {"Cf", "Cs"}
