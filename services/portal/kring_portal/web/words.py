"""Words in the language of whoever reads: Fluent files, one a room, the same keys in every language."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from fluent.runtime import FluentBundle, FluentResource

DESK: Final = ("nl", "en", "fr")
"""The languages of the desk."""
LETTERS: Final = ("nl", "en", "fr", "ar", "de", "pl", "tr")
"""The languages that circle members are written to in, and find behind a link."""
ZONE: Final = ZoneInfo("Europe/Amsterdam")
CLOCKS: Final = {"en": "en_GB"}
"""Where a language is written in several ways, the one with days before months."""
FOLDER: Final = files("kring_portal") / "words"


class Words:
    """The words of one language; a missing key is looked up in English, and a test finds it before anybody does."""

    def __init__(self, language: str) -> None:
        """Read them; use `words_of`, which reads each language once."""
        self.language, self.locale = language, Locale.parse(CLOCKS.get(language, language))
        self._bundles = [_bundle(one) for one in dict.fromkeys((language, "en"))]

    @property
    def direction(self) -> str:
        """Give the direction it is written in: `ltr` or `rtl`."""
        return self.locale.text_direction

    def has(self, key: str) -> bool:
        """Tell whether there are words under a key."""
        return any(bundle.has_message(key) for bundle in self._bundles)

    def __call__(self, key: str, /, **values: object) -> str:
        """Give the words under a key, values filled in; the key itself where there are none."""
        for bundle in self._bundles:
            if bundle.has_message(key):
                message = bundle.get_message(key)
                if message.value is not None:
                    said, _ = bundle.format_pattern(message.value, values)
                    return str(said)
        return key

    def term(self, kind: str, code: str) -> str:
        """Give the word for a code such as a stage: `term("stage", "received")`; the code itself, spaced, if none."""
        key = f"{kind}-{code.replace('.', '-').replace('_', '-')}" if code else ""
        return self(key) if key and self.has(key) else code.replace("-", " ").replace("_", " ")

    def day(self, when: date | datetime | None, form: str = "long") -> str:
        """Write a day: `maandag 23 november 2026` (full), `23 november 2026` (long), `23 nov 2026` (medium)."""
        if when is None:
            return ""
        local = when.astimezone(ZONE).date() if isinstance(when, datetime) else when
        return format_date(local, form, locale=self.locale)

    def moment(self, when: datetime | None, form: str = "medium") -> str:
        """Write a day and a time without seconds, as clocks here show it: `23 nov 2026 14:00`."""
        return "" if when is None else f"{self.day(when, form)} {self.hour(when)}"

    def hour(self, when: datetime | None) -> str:
        """Write a time of day."""
        return "" if when is None else format_time(when, "HH:mm", tzinfo=ZONE, locale=self.locale)


@cache
def words_of(language: str) -> Words:
    """Give the words of a language, read once."""
    return Words(language)


def chosen(accepted: str, among: Iterable[str] = DESK, *, otherwise: str = "nl") -> str:
    """Choose a language from an Accept-Language header, the first that is there."""
    there = tuple(among)
    for part in accepted.split(","):
        language = part.partition(";")[0].strip().partition("-")[0].lower()
        if language in there:
            return language
    return otherwise


@cache
def _bundle(language: str) -> FluentBundle:
    # Isolating marks are invisible characters around every value; the pages isolate with <bdi>, where it matters.
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted((FOLDER / language).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")), allow_overrides=False)
    return bundle
