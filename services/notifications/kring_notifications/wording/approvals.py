"""Which words a speaker of the language has read and approved; an office that works with families sends no others."""

import tomllib
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kring_notifications.wording.templates import Place, read_toml
from kring_shared.kernel.errors import WrongSetup

APPROVED: Final = "approved.toml"
"""Stands in an office's own folder of templates; Kring itself approves nothing."""


class Approval(BaseModel):
    """That a speaker read some words, as they stood then; any change of them asks for another reader."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    template: str = Field(description="As in `nl/invitation`.")
    version: str = Field(pattern=r"^[0-9a-f]{8}$")
    by: str = Field(min_length=1, description="Who read it: initials or a function.")
    on: date


class Approvals:
    """Every approval an office keeps."""

    def __init__(self, given: Collection[Approval] = ()) -> None:
        """Take over what was approved."""
        self.given = tuple(given)
        self._known = {(approval.template, approval.version) for approval in given}

    def has(self, place: Place, version: str) -> bool:
        """Tell whether a speaker approved these words as they stand."""
        return (str(place), version) in self._known


def read_approvals(folder: Path | None) -> Approvals:
    """Read the approvals of an office's own folder; none when it keeps none.

    Raises:
        WrongSetup: the file cannot be read.
    """
    if folder is None or not (folder / APPROVED).exists():
        return Approvals()
    try:
        found = read_toml((folder / APPROVED).read_text(encoding="utf-8"))
        return Approvals([Approval.model_validate(one) for one in found.get("approved", [])])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise WrongSetup(
            f"{folder / APPROVED} cannot be read: it is a list of [[approved]] with template, version, by and on"
        ) from error
