"""Who writes, and when: the organisation, its offices, their hours and what their letters look like."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kring_notifications.domain import Quiet
from kring_notifications.hooks import Letterhead
from kring_shared.contracts.notifications import office_hint
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.terms import Country
from kring_shared.kernel.errors import WrongSetup


@dataclass(frozen=True)
class House:
    """The organisation's name, its offices, and the hours in which they write."""

    organisation: str
    offices: Mapping[str, OfficeCard]
    quiet: Quiet
    logos: Mapping[str, bytes] = field(default_factory=dict)
    """A picture for the letterhead, by office."""
    portal: str = ""
    """Where people open the portal; without it no letter brings a link."""
    links_good_for: timedelta = timedelta(days=14)

    def country(self, office: str) -> Country:
        """Give in which country an office works."""
        return POLICIES[self.offices[office].policy].country

    def is_live(self, office: str) -> bool:
        """Tell whether an office works with real families, so that only approved words are sent."""
        card = self.offices.get(office)
        return card is not None and card.live

    def may_write_at(self, office: str, now: datetime, before: datetime | None = None) -> datetime:
        """Give the first moment from `now` on at which somebody of an office's cases may be written to."""
        return self.quiet.next_open(now, self.country(office), before)

    def letterhead(self, office: str) -> Letterhead:
        """Give what an office's letters look like."""
        card = self.offices[office]
        return Letterhead(
            title=card.title,
            organisation=self.organisation,
            telephone=card.telephone,
            address=card.address,
            website=card.website,
            colour=card.colour,
            logo=self.logos.get(office),
        )

    def where_to_answer(self, office: str, *, neutral: bool) -> str | None:
        """Give the page on which a form is answered by its code; none where it would show who writes."""
        if neutral:
            return None
        own = f"{self.portal}/k/marks/{office_hint(office)}" if self.portal else None
        return self.offices[office].scores_page or own

    def link(self, token: str) -> str:
        """Give a personal link whole; empty where no portal is set up."""
        return f"{self.portal}/k/{token}" if self.portal else ""

    def signature(self, office: str) -> str:
        """Give how a message is signed that may show who writes."""
        return f"{self.organisation}, {self.offices[office].title}"


def logos_of(folder: Path | None) -> dict[str, bytes]:
    """Read the offices' pictures; `WrongSetup` when the folder cannot be read."""
    if folder is None:
        return {}
    try:
        return {file.stem: file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix in {".png", ".svg"}}
    except OSError as error:
        raise WrongSetup(
            f"KRING_NOTIFICATIONS_LOGOS {folder} cannot be read as a folder of PNG or SVG pictures"
        ) from error


def zone_of(name: str) -> ZoneInfo:
    """Give a time zone by its IANA name; `WrongSetup` when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise WrongSetup(
            f"KRING_NOTIFICATIONS_TIME_ZONE {name!r} is no time zone; one is, for instance, Europe/Brussels"
        ) from error
