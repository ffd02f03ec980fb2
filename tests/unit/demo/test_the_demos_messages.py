"""The demo leaves one message for each channel and language in a folder, also where nobody on the route got it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from deploy.demo import messages
from deploy.demo.post_office import PostOffice
from deploy.demo.sample_letters import LANGUAGES

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def test_a_message_of_each_channel_and_language_can_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "messages"
    monkeypatch.setattr(messages, "LEFT_AT", left)
    with PostOffice(tmp_path / "post") as post:
        await messages.leave_messages(post, [], NOW, Console(quiet=True))
    for folder, ending in (("smtp", "eml"), ("smtp", "html"), ("letter", "pdf"), ("sms", "txt"), ("call", "txt")):
        found = {file.stem: file for file in (left / folder).glob(f"*.{ending}")}
        assert set(found) == set(LANGUAGES)
        assert all(file.stat().st_size for file in found.values())
    for language, (name, _) in LANGUAGES.items():
        assert name in (left / "call" / f"{language}.txt").read_text(encoding="utf-8")
        assert name not in (left / "sms" / f"{language}.txt").read_text(encoding="utf-8")
