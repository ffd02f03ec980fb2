"""The demo's messages: how many went which way, and one for each channel and language left in a folder to look at."""

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from deploy.demo.post_office import PostOffice
from deploy.demo.sample_letters import LANGUAGES, SHOWN, made_for_the_folder, read_out
from kring_shared.contracts.notifications import (
    Moment,
    NotificationFailed,
    NotificationQueued,
    NotificationSent,
    NotificationSuppressed,
    NotificationTold,
    TranslationMissing,
)
from kring_shared.testing.audit import Kept

LEFT_AT: Final = Path("build") / "demo" / "messages"


@dataclass(frozen=True)
class Gone:
    """One message of the demo's route, as it was queued."""

    message_id: str
    moment: Moment
    language: str
    channel: str


def messages_table(kept: Sequence[Kept]) -> Table:
    """Show what became of the messages, by the facts that tell it."""
    counts: Counter[str] = Counter(fact.kind for fact in kept)
    sent = Counter(
        NotificationSent.model_validate_json(fact.body).channel for fact in kept if fact.kind == NotificationSent.kind()
    )
    table = Table(title="the messages, from the facts about them", title_justify="left", box=None, show_header=False)
    for channel, number in sorted(sent.items()):
        table.add_row(f"taken by {channel}", str(number))
    for kind, words in (
        (NotificationTold, "told by a person"),
        (NotificationSuppressed, "held back on purpose"),
        (NotificationFailed, "failed by one way"),
        (TranslationMissing, "in another language than theirs, and saying so"),
    ):
        table.add_row(words, str(counts[kind.kind()]))
    return table


async def leave_messages(post: PostOffice, kept: Sequence[Kept], now: datetime, console: Console) -> Path:
    """Leave one message for each channel and language: of the route where there was one, else made for the folder."""
    made = await made_for_the_folder(post, now)
    printed = await post.printed_letters()
    # A letter whose term is over was taken out of the print folder again.
    gone = [one for one in _gone(kept) if one.channel != "letter" or one.message_id in printed]
    from_route = {
        (one.channel, one.language): one for one in sorted(gone, key=lambda one: one.moment is not SHOWN)[::-1]
    }
    shutil.rmtree(LEFT_AT, ignore_errors=True)
    for language in LANGUAGES:
        for channel in ("smtp", "sms", "letter"):
            one = from_route.get((channel, language))
            message_id = one.message_id if one is not None else made[channel, language]
            _leave(channel, language, message_id, post, printed)
        _write(LEFT_AT / "call" / f"{language}.txt", read_out(language, now))
    for number, event in enumerate(post.events.values()):
        if number == 0:
            _write(LEFT_AT / "webhook" / "event.json", post.as_text(event))
    console.print(f"One message for each channel and language: {LEFT_AT}.\n", highlight=False)
    return LEFT_AT


def _gone(kept: Sequence[Kept]) -> list[Gone]:
    """Give what a channel took."""
    taken = (NotificationSent.model_validate_json(fact.body) for fact in kept if fact.kind == NotificationSent.kind())
    sent = {(one.message_id, one.channel) for one in taken}
    queued = (NotificationQueued.model_validate_json(f.body) for f in kept if f.kind == NotificationQueued.kind())
    found = (Gone(one.message_id, one.moment, one.language, one.channel) for one in queued)
    return [one for one in found if (one.message_id, one.channel) in sent]


def _leave(channel: str, language: str, message_id: str, post: PostOffice, printed: Mapping[str, Path]) -> None:
    place = LEFT_AT / channel / language
    if channel == "smtp":
        mail = post.mails[message_id]
        _write(place.with_suffix(".eml"), bytes(mail))
        html = mail.get_body(("html",))
        if html is not None:
            _write(place.with_suffix(".html"), html.get_content())
    elif channel == "sms":
        _write(place.with_suffix(".txt"), post.texts[message_id])
    else:
        _write(place.with_suffix(".pdf"), printed[message_id].read_bytes())


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
