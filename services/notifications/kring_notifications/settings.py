"""How one notifications container is set up."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from kring_shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """`KRING_NOTIFICATIONS_…` variables."""

    model_config = SettingsConfigDict(env_prefix="KRING_NOTIFICATIONS_")

    channels: tuple[str, ...] = Field(
        ("smtp", "console"),
        description="JSON list of channels, the most wished first; a letter goes by the first that can reach "
        "the person. `console` reaches everybody: it asks the office to send the letter in its own way.",
    )
    organisation: str = Field("Eigen Kracht", description="Stands under every letter that may show who it is from.")
    time_zone: str = Field("Europe/Amsterdam", description="The zone in which letters name a time (IANA name).")
    templates: Path | None = Field(
        None, description="A folder with an office's own MOMENT.LANGUAGE.txt files; they come before those of Kring."
    )
