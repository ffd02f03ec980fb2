"""How the portal is set up; every field is an environment variable `KRING_PORTAL_…`, and secrets may be files."""

from datetime import timedelta

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from kring_shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """What the portal needs for itself."""

    model_config = SettingsConfigDict(
        env_prefix="KRING_PORTAL_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    listen: str = Field("127.0.0.1:8480", pattern=r"^.*:[0-9]{1,5}$", description="host:port where pages are served.")
    url: str = Field(
        "",
        pattern=r"^(https?://[^/ ]+)?$",
        description="How people reach it, such as https://kring.example; empty: as it listens. "
        "Cookies are for https only when this says https.",
    )
    edge_key: SecretStr = Field(
        SecretStr(""), description="Base64 of the 32-byte Ed25519 key that signs who asks.", repr=False
    )
    session_minutes: int = Field(
        30, ge=5, le=720, description="How long somebody stays signed in without doing anything."
    )
    session_hours: int = Field(10, ge=1, le=24, description="How long somebody stays signed in at most.")

    @property
    def idle(self) -> timedelta:
        """Give how long a session lasts without a sign of life."""
        return timedelta(minutes=self.session_minutes)

    @property
    def at_most(self) -> timedelta:
        """Give how long a session lasts at most."""
        return timedelta(hours=self.session_hours)

    @property
    def address(self) -> str:
        """Give the address that people type."""
        return self.url or f"http://{self.listen}"
