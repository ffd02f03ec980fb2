"""How one notifications container is set up."""

from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kring_notifications.domain import Quiet
from kring_notifications.house import House, logos_of, zone_of
from kring_shared.contracts.offices import OfficeCard
from kring_shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """`KRING_NOTIFICATIONS_…` variables."""

    model_config = SettingsConfigDict(env_prefix="KRING_NOTIFICATIONS_")

    channels: tuple[str, ...] = Field(
        ("smtp", "sms", "letter", "webhook"),
        description="JSON list of channels, the most wished first; a message goes by the first that can reach the "
        "person. Whom none can reach is told by a person: the coordinator, or the office.",
    )
    organisation: str = Field("Eigen Kracht", description="Stands under every letter that may show who it is from.")
    time_zone: str = Field("Europe/Amsterdam", description="The zone in which letters name a time (IANA name).")
    quiet_from: time = Field(time(20), description="From this hour nobody's telephone lights up because of us.")
    quiet_until: time = Field(time(8), description="Until this hour; the same as `quiet_from` is no quiet at all.")
    days_of_rest: bool = Field(
        default=True, description="Whether nobody is written to at weekends and on public holidays of the country."
    )
    templates: Path | None = Field(
        None,
        description="A folder with an office's own words, LANGUAGE/MOMENT.txt, and which of all words a speaker "
        "approved; they come before those of Kring.",
    )
    portal_url: str = Field(
        "",
        pattern=r"^(https?://[^/ ]+)?$",
        description="Where people open the portal, such as https://kring.example; letters then bring a personal link. "
        "Empty: they bring none.",
    )
    link_days: int = Field(14, ge=1, le=60, description="How many days a personal link stays open at most.")
    logos: Path | None = Field(
        None, description="A folder with a picture for each office's letterhead: OFFICE.png or OFFICE.svg."
    )


def house_of(settings: Settings, offices: Mapping[str, OfficeCard]) -> House:
    """Give who writes and when, as the settings say it; `WrongSetup` when one of them is not right."""
    return House(
        settings.organisation,
        offices,
        quiet_of(settings),
        logos_of(settings.logos),
        portal=settings.portal_url,
        links_good_for=timedelta(days=settings.link_days),
    )


def quiet_of(settings: Settings) -> Quiet:
    """Give the hours in which nobody is written to; `WrongSetup` when the time zone is none."""
    return Quiet(zone_of(settings.time_zone), settings.quiet_from, settings.quiet_until, settings.days_of_rest)
