"""How one intake container is set up."""

from pydantic_settings import SettingsConfigDict

from kring_shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """`KRING_INTAKE_…` variables."""

    model_config = SettingsConfigDict(env_prefix="KRING_INTAKE_")
