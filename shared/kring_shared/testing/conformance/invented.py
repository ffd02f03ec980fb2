"""Invented ids and people of one run of a scenario; nobody else has their names, so they are found if they leak."""

from datetime import date, datetime
from secrets import token_hex
from typing import Final, TypeVar

from pydantic import BaseModel

from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.sealed import Contact, Scope, Sealed, scope_of
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.conformance.who import As

PERSONAL: Final = "Zonnehoek"
"""Part of every invented name and address; whoever tells it in the clear tells something personal."""

AS_LETTERS: Final = str.maketrans("0123456789", "ghijklmnop")
"""Ids without a figure: in a name, an address or a reference, figures could be somebody's national number."""

T = TypeVar("T", bound=str | BaseModel)


class Invented:
    """One run: the same word gives the same id, and another in every other run."""

    def __init__(self, vault: Vault, office: str, now: datetime) -> None:
        """Seal with the vault that the candidate reads."""
        self._vault, self.office, self.now = vault, office, now
        self.ids: dict[str, str] = {}
        self._contacts: dict[str, Contact] = {}

    def id(self, word: str) -> str:
        """Give the id that a word stands for in this run."""
        return self.ids.setdefault(word, new_id(self.now))

    def is_called(self, word: str, made_up: str) -> None:
        """Keep the word for an id that the candidate made up."""
        self.ids[word] = made_up

    @property
    def today(self) -> date:
        """Give the day."""
        return self.now.date()

    def contact(self, word: str) -> Contact:
        """Make up how somebody can be reached; the same word is reached in the same way."""
        email = f"{word}.{token_hex(6).translate(AS_LETTERS)}@{PERSONAL.lower()}.example"
        return self._contacts.setdefault(word, Contact(name=f"{word.title()} {PERSONAL}", email=email))

    def card(self, word: str, *languages: str, email: bool = True) -> PersonCard:
        """Make up a person, sealed under their own key; not everybody has an e-mail address."""
        contact = self.contact(word) if email else self.contact(word).model_copy(update={"email": ""})
        sealed = self.sealed(scope_of(Scope.PERSON, self.id(word)), contact)
        return PersonCard(person_id=self.id(word), contact=sealed, languages=languages or ("nl",))

    def sealed(self, scope: str, value: T) -> Sealed[T]:
        """Seal something; its key is kept before it is given away."""
        box: Sealed[T] = self._vault.seal(self.office, scope, value)
        self._vault.flush()
        return box

    @property
    def manager(self) -> As:
        """Give the regional manager of the office."""
        return As(Role.REGIONAL_MANAGER, f"manager-{self.office}")

    def coordinator(self, word: str) -> As:
        """Give somebody as the coordinator they are."""
        return As(Role.COORDINATOR, self.id(word))

    def main_person(self, word: str) -> As:
        """Give somebody as the main person they are."""
        return As(Role.MAIN_PERSON, self.id(word))

    def words(self) -> dict[str, str]:
        """Give the word of every id."""
        return {value: word for word, value in self.ids.items()}
