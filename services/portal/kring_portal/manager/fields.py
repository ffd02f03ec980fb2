"""What a form sent, read field by field: what was left empty is absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from kring_portal.web.numbers import whole
from kring_portal.web.tongues import tags_in
from kring_portal.web.visit import Visit


@dataclass(frozen=True)
class Fields:
    """The fields of one form."""

    sent: FormData

    def text(self, name: str) -> str:
        """Give a text without the space around it."""
        return str(self.sent.get(name, "")).strip()

    def or_none(self, name: str) -> str | None:
        """Give a text, or nothing when it was left empty."""
        return self.text(name) or None

    def flag(self, name: str) -> bool:
        """Tell whether a box was ticked."""
        return bool(self.text(name))

    def yes_no(self, name: str) -> bool | None:
        """Give a yes or a no; nothing when neither was chosen."""
        return {"yes": True, "no": False}.get(self.text(name))

    def number(self, name: str) -> int | None:
        """Give a whole number; nothing when none stands there."""
        return whole(self.text(name))

    def day(self, name: str) -> date | None:
        """Give a day; nothing when none stands there."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            return None

    def many(self, name: str) -> tuple[str, ...]:
        """Give everything that was ticked under one name."""
        return tuple(one for one in map(str, self.sent.getlist(name)) if one)

    def lines(self, name: str) -> tuple[str, ...]:
        """Give the lines of a text, without the empty ones."""
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def listed(self, name: str) -> tuple[str, ...]:
        """Give what was chosen under one name, or stands between commas."""
        return tags_in(self.sent.getlist(name))

    def contact(self, prefix: str) -> dict[str, str] | None:
        """Give how somebody can be reached, as far as it was filled in; nothing without a name."""
        names = ("name", "organisation", "email", "phone", "postal_address")
        said = {name: self.text(f"{prefix}{name}") for name in names}
        return said if said["name"] else None


async def fields_of(visit: Visit) -> Fields:
    """Read the form of a visit."""
    return Fields(await visit.form())


def present(**values: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the fields of any command
    """Leave out what is absent, so that a command keeps what it has for it."""
    return {name: value for name, value in values.items() if value is not None}
