"""How the portal is set up; every field is an environment variable `KRING_PORTAL_…`, and secrets may be files."""

from datetime import timedelta
from typing import Final

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from kring_shared.runtime.settings import ServiceSettings

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(ServiceSettings):
    """What the portal needs for itself."""

    model_config = SettingsConfigDict(
        env_prefix="KRING_PORTAL_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    listen: str = Field("127.0.0.1:8480", pattern=r"^.*:[0-9]{1,5}$", description="host:port where pages are served.")
    url: str = Field(
        "",
        pattern=r"^(https?://[^/ ]+)?$",
        description="How people reach it, such as https://kring.example; no other host is answered. Empty: as it "
        "listens, which `kring portal run` takes on this machine's own address only. Cookies are for https only when "
        "this says https.",
    )
    edge_key: SecretStr = Field(
        SecretStr(""), description="Base64 of the 32-byte Ed25519 key that signs who asks.", repr=False
    )
    secrets_key: SecretStr = Field(
        SecretStr(""),
        description="Base64 of 32 bytes, under which second factors and secrets of webhooks lie in the database; "
        "empty: a key that follows from the edge's. Before either is replaced, name the old one below.",
        repr=False,
    )
    old_secrets_key: SecretStr = Field(
        SecretStr(""),
        description="The secrets key of before, that only opens, until `kring portal reseal` has run.",
        repr=False,
    )
    old_edge_key: SecretStr = Field(
        SecretStr(""),
        description="The edge's key of before, where secrets lie under what follows from it; until "
        "`kring portal reseal` has run. It signs nothing.",
        repr=False,
    )
    leave_to: str = Field(
        "https://www.wikipedia.org/",
        pattern=r"^https?://[^ ]+$",
        description="Where somebody goes who leaves a personal link's page at once: one that anybody may look at.",
    )
    session_minutes: int = Field(
        30, ge=5, le=720, description="How long somebody stays signed in without doing anything."
    )
    trusted_proxies: tuple[str, ...] = Field(
        (), description="Addresses or networks of proxies before it, whose X-Forwarded-For is believed; nobody's else."
    )
    most_bytes: int = Field(8_000_000, ge=10_000, description="The most that one request may hold.")
    open_posts_a_minute: int = Field(
        60, ge=1, description="How many forms one address may send in a minute without being signed in."
    )
    second_factor: bool = Field(
        default=True,
        description="Whether whoever sees names signs in with a second factor; mandated professionals always do.",
    )
    journal_days: int = Field(180, ge=1, le=3660, description="How long is kept who signed in, and who tried.")
    oidc_issuer: str = Field(
        "",
        pattern=r"^(https://[^ ]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?.*)?$",
        description="The OpenID provider that says who people are, as it calls itself; empty: local accounts alone.",
    )
    oidc_client_id: str = Field("", description="What the provider calls the portal.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="By what the provider knows the portal.", repr=False
    )
    oidc_second_factor: tuple[str, ...] = Field(
        (),
        description="What the provider says in `acr` or `amr` when somebody showed a second factor there, such as mfa; "
        "empty: the portal asks for its own.",
    )
    session_hours: int = Field(10, ge=1, le=24, description="How long somebody stays signed in at most.")

    api_per_minute: int = Field(300, ge=1, le=100_000, description="How many requests one system may make in a minute.")
    ask_per_hour: int = Field(6, ge=1, le=1000, description="How many public forms one address may send in an hour.")
    ask_in_all: int = Field(300, ge=1, le=100_000, description="How many public forms are taken in an hour in all.")
    ask_seconds: float = Field(4.0, ge=0, le=60, description="A public form that was filled in faster was not by hand.")
    webhook_delays: tuple[float, ...] = Field(
        (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400),
        description="Seconds between the tries to hand over an event; after the last it is set apart.",
    )
    webhooks_inside: bool = Field(
        default=False, description="Webhooks may go to machines of one's own network, and without https; for trials."
    )

    @property
    def idle(self) -> timedelta:
        """Give how long a session lasts without a sign of life."""
        return timedelta(minutes=self.session_minutes)

    @property
    def at_most(self) -> timedelta:
        """Give how long a session lasts at most."""
        return timedelta(hours=self.session_hours)

    @property
    def kept(self) -> timedelta:
        """Give how long the journal of signing in is kept."""
        return timedelta(days=self.journal_days)

    @property
    def address(self) -> str:
        """Give the address that people type."""
        return self.url or f"http://{self.listen}"

    @property
    def is_local(self) -> bool:
        """Tell whether it listens where nobody but this machine comes."""
        return self.listen.rpartition(":")[0].strip("[]") in LOOPBACK
