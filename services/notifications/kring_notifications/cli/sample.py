"""A message to somebody invented, made by the very parts that make the real ones."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Final

from pydantic import BaseModel

from kring_notifications.courier import Courier
from kring_notifications.domain import FORMS, AddressKind, FormOut
from kring_notifications.hooks import Letter
from kring_notifications.house import House
from kring_notifications.ports import DONE, Delivery
from kring_notifications.wording import Choice, Wording
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Contact, Sealed
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import WrongSetup

SOMEBODY: Final = Contact(
    name="Noor van der Testen",
    email="noor@voorbeeld.example",
    phone="+31 30 000 00 00",
    postal_address="Lindestraat 1, 3511 AA Utrecht",
)
CODE: Final = "bcdf-ghjk-mnpr-stvw"
NO_ID: Final = "0" * 32
TWO_WEEKS: Final = timedelta(weeks=2)
AFTERNOON: Final = time(14)
COUNT: Final = 3


@dataclass(frozen=True)
class Wishes:
    """Which office writes, and what the person asked for."""

    office: str
    neutral_sender: bool = False
    large_print: bool = False


@dataclass
class Caught:
    """A channel that keeps what it is given."""

    way: Way
    name: str = "preview"
    disturbs: bool = False
    repeatable: bool = True
    at_once: int = 1
    patience: tuple[timedelta, ...] = ()
    letters: list[Letter] = field(default_factory=list)

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:  # noqa: ARG002 - as the hook is
        """Reach everybody."""
        return True

    async def send(self, letter: Letter) -> None:
        """Keep it."""
        self.letters.append(letter)


class _OpensToSomebody:
    """The vault of somebody invented."""

    def seal(self, office: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
        raise NotImplementedError  # a preview seals nothing

    def open(self, sealed: Sealed[Any], form: type[Any]) -> Any:  # noqa: ANN401, ARG002 - as the vault is
        return CODE if form is str else SOMEBODY

    def opening_key(self, office: str, scope: str) -> str:
        raise NotImplementedError  # nor asks it another office for anything

    def seal_to(self, key: str, scope: str, value: str | BaseModel) -> Sealed[Any]:
        raise NotImplementedError  # nor hands it anything over to one

    def blind(self, realm: str, text: str) -> str | None:
        raise NotImplementedError  # nor does it compare anybody


def sample(
    moment: Moment, choice: Choice, way: Way, wording: Wording, house: House, now: datetime, wishes: Wishes
) -> Letter:
    """Make the message somebody would get at a moment, about a day two weeks on.

    Args:
        moment: What it is about.
        choice: In which words.
        way: How it goes.
        wording: The words there are.
        house: Who writes.
        now: When it is written, aware.
        wishes: Whose letter it is, and how they want it.

    Raises:
        WrongSetup: these words need something that nobody gives them.
    """
    caught = Caught(way)
    # Not as a live office: that would not send a draft, and drafts are what there is to look at.
    offices = {one: card.model_copy(update={"live": False}) for one, card in house.offices.items()}
    trying = replace(house, offices=offices)
    courier = Courier(_OpensToSomebody(), {caught.name: caught}, wording, trying, DrivenClock(now))
    code = asyncio.run(courier.deliver(_delivery(moment, choice, house, now, wishes)))
    if code != DONE:
        raise WrongSetup(f"{choice.language}/{moment} cannot be put into words ({code}); see `kring templates list`")
    return caught.letters[0]


def _delivery(moment: Moment, choice: Choice, house: House, now: datetime, wishes: Wishes) -> Delivery:
    at = datetime.combine(now.astimezone(house.quiet.zone).date() + TWO_WEEKS, AFTERNOON, house.quiet.zone)
    return Delivery(
        message_id=NO_ID,
        case_id=NO_ID,
        person_id=NO_ID,
        moment=moment,
        language=choice.language,
        wording=choice.version,
        channel=Caught.name,
        contact=Sealed[Contact](scope=f"person/{NO_ID}", box=""),
        at=at,
        last_day=at.date(),
        form=FormOut(code=Sealed[str](scope=f"person/{NO_ID}", box=""), on_paper=False) if moment in FORMS else None,
        count=COUNT,
        wished=choice.wished,
        office=wishes.office,
        neutral_sender=wishes.neutral_sender,
        large_print=wishes.large_print,
    )
