"""Runs in an image: sets a letter (where there are letters) and a plan, in Latin, Cyrillic and Arabic letters."""

import importlib.util
import sys
from datetime import UTC, date, datetime

from kring_shared.contracts.conference import Agreement, PlanShown, PlanText
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact
from kring_shared.runtime.paper import plan

WORDS = {
    "nl": "Filip slaapt bij oma",
    "uk": "Филип ночує у бабусі",  # noqa: RUF001  # Ukrainian
    "ar": "ينام فيليب عند جدته",
}
DAY = date(2026, 11, 20)


def plan_in(language: str, words: str) -> bytes:
    """Set a plan of one agreement."""
    text = PlanText(agreements=(Agreement(who="Oma", what=words),))
    shown = PlanShown(case_id="0" * 32, stage="distributed", plan_version=1, counts=True, whole=True, plan=text)
    return plan.paper_of(shown, language if language in plan.LANGUAGES else "nl", original=language)


def letter_in(language: str, words: str) -> bytes:
    """Set a letter of one paragraph."""
    from kring_notifications.hooks import Letter  # noqa: PLC0415  # only one image has it
    from kring_notifications.plugins.letter.setting import paper_of  # noqa: PLC0415

    letter = Letter(
        message_id="a" * 32,
        moment=Moment.INVITATION,
        language=language,
        subject=words,
        text=f"{words}\n",
        preview="",
        calendar=b"",
        contact=Contact(name="Oma", postal_address="Lindestraat 1, 3511 AA Utrecht"),
        sender="utrecht@kring.example",
        sender_name="Utrecht",
        written_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        office="utrecht",
        letterhead=None,
    )
    return paper_of(letter, DAY).pdf


for language, words in WORDS.items():
    assert plan_in(language, words).startswith(b"%PDF")
    sys.stdout.write(f"plan {language}\n")
    if importlib.util.find_spec("kring_notifications"):
        assert letter_in(language, words).startswith(b"%PDF")
        sys.stdout.write(f"letter {language}\n")
