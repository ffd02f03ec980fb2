"""What a plugin says of itself, before anything of it is used."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

API: dict[str, int] = {"intake": 1, "matching": 1, "notifications": 2}
"""The version of each service's hooks that this Kring offers."""


class NoSettings(BaseModel):
    """For a plugin that needs none."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Manifest(BaseModel):
    """A plugin's card: its name, which hooks it is written for, its settings, and how it is built from them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{1,30}$")
    service: str = Field(description="The service it plugs into.", examples=["matching"])
    api: int = Field(description="The version of that service's hooks it is written for.", examples=[1])
    title: str = Field(description="One sentence: what it does.")
    settings: type[BaseModel] = NoSettings
    build: Callable[[Any], Any] = Field(description="Makes the plugin from its settings.")
