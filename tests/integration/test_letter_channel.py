"""Letters in the print folder: whole or not there, each once, whatever kills us on the way."""

import asyncio
import csv
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import typst
from structlog.testing import capture_logs

from kring_notifications.app import service
from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelRefused, Letter, Letterhead
from kring_notifications.plugins.letter import setting
from kring_notifications.plugins.letter.channel import LetterOnPaper, LetterSettings
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from kring_shared.testing.work import NOON

TODAY, TOMORROW = "utrecht/2026-11-20", "utrecht/2026-11-21"
CUT_OFF = """
import os, signal, sys
from datetime import date
from pathlib import Path
from kring_notifications.plugins.letter.print_folder import Paper, PrintFolder

def lay_down(folder, left, words):
    def step(event, details):
        nonlocal left
        if event in {"open", "os.rename", "os.remove", "os.mkdir", "fcntl.flock"}:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(step)
    paper = Paper(words.encode(), 1, "nl", False, False)
    PrintFolder(Path(folder)).lay_down("utrecht", "a" * 32, date(2026, 11, 20), lambda day: paper)

for line in sys.stdin:
    folder, left, words = line.split()
    child = os.fork()
    if not child:
        try:
            lay_down(folder, int(left), words)
        except BaseException:
            os._exit(1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""For every line it reads: has a process lay one letter down, killed at its nth touch of the disk (0: never)."""


def a_letter(number: int = 1, **changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    fields: dict[str, Any] = {
        "message_id": f"{number:032x}",
        "moment": Moment.INVITATION,
        "language": "nl",
        "subject": "Bericht van ons kantoor",
        "text": f"Dag Oma {number},\n\nU bent van harte uitgenodigd.\n\nMet vriendelijke groet,\nUtrecht\n",
        "contact": Contact(name="Oma de Wit", postal_address="Lindestraat 1, 3511 AA Utrecht"),
        "sender": "utrecht@kring.example",
        "sender_name": "Utrecht",
        "written_at": NOON,
        "office": "utrecht",
        "letterhead": Letterhead(title="Utrecht", organisation="Eigen Kracht"),
    }
    return Letter(**(fields | changes))


def channel(folder: Path | None) -> LetterOnPaper:
    return LetterOnPaper(LetterSettings(folder=folder))


def listed(folder: Path) -> list[dict[str, str]]:
    manifest = folder / "manifest.csv"
    return list(csv.DictReader(manifest.read_text().splitlines())) if manifest.exists() else []


def check_whole(folder: Path) -> None:
    """Check what a print room counts on: what is listed lies there once, whole."""
    lines = listed(folder)
    assert len({line["file"] for line in lines}) == len(lines)
    for line in lines:
        assert sha256((folder / line["file"]).read_bytes()).hexdigest() == line["sha256"]


def below(folder: Path) -> Iterator[Path]:
    yield folder
    yield from sorted(folder.rglob("*"))


def letters_in(folder: Path) -> int:
    return len(list(folder.rglob("*.pdf")))


async def test_a_letter_lies_in_the_folder_of_its_office_and_day_with_a_line_that_names_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "print"
    await channel(folder).send(a_letter(large_print=True))
    file = folder / TODAY / f"{1:032x}.pdf"
    assert file.read_bytes().startswith(b"%PDF")
    assert listed(folder / TODAY) == [
        {
            "file": file.name,
            "pages": "1",
            "paper": "A4",
            "large_print": "yes",
            "language": "nl",
            "envelope": "any",
            "sha256": sha256(file.read_bytes()).hexdigest(),
        }
    ]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in below(folder) if path.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in below(folder) if path.is_dir()} == {0o700}


async def test_a_letter_that_shows_nobody_goes_in_an_envelope_that_shows_nobody(tmp_path: Path) -> None:
    await channel(tmp_path).send(a_letter(letterhead=None))
    assert [line["envelope"] for line in listed(tmp_path / TODAY)] == ["plain"]


async def test_twenty_letters_at_once_by_two_channels_each_stand_in_the_list_once(tmp_path: Path) -> None:
    first, second = channel(tmp_path), channel(tmp_path)  # two services that share the folder
    await asyncio.gather(*((first, second)[n % 2].send(a_letter(n // 2)) for n in range(40)))
    assert sorted(line["file"] for line in listed(tmp_path / TODAY)) == [f"{n:032x}.pdf" for n in range(20)]
    check_whole(tmp_path / TODAY)


@pytest.mark.parametrize("days", [0, 1, 3])
async def test_the_same_letter_tried_again_lies_there_once_also_after_midnight(tmp_path: Path, days: int) -> None:
    await channel(tmp_path).send(a_letter())
    before = {path: path.stat().st_mtime_ns for path in below(tmp_path) if path.is_file()}
    await channel(tmp_path).send(a_letter(written_at=NOON + timedelta(days=days)))
    after = {path: path.stat().st_mtime_ns for path in below(tmp_path) if path.is_file()}
    assert after == before


async def test_a_letter_that_the_print_room_already_took_is_not_laid_down_again(tmp_path: Path) -> None:
    await channel(tmp_path).send(a_letter())
    (tmp_path / TODAY / f"{1:032x}.pdf").unlink()
    await channel(tmp_path).send(a_letter())
    assert letters_in(tmp_path) == 0


async def test_a_letter_sent_anew_to_another_address_is_laid_down_again(tmp_path: Path) -> None:
    await channel(tmp_path).send(a_letter())
    moved = a_letter(contact=Contact(name="Oma de Wit", postal_address="Laan 2, 1234 AB Ede"))
    await channel(tmp_path).send(moved)
    assert len(listed(tmp_path / TODAY)) == 1
    check_whole(tmp_path / TODAY)
    await channel(tmp_path).send(replace(moved, written_at=NOON + timedelta(days=1)))
    assert not (tmp_path / TOMORROW / "manifest.csv").exists()
    await channel(tmp_path).send(a_letter(written_at=NOON + timedelta(days=1)))
    assert len(listed(tmp_path / TOMORROW)) == 1


async def test_a_letter_that_came_back_from_the_post_can_be_sent_again(tmp_path: Path) -> None:
    await channel(tmp_path).send(a_letter())
    await channel(tmp_path).send(a_letter(written_at=NOON + timedelta(days=4)))
    assert letters_in(tmp_path) == 2


@pytest.mark.parametrize("earlier", [None, "other"])
def test_killed_between_any_two_steps_what_is_listed_is_whole_and_a_retry_mends_it(
    tmp_path: Path, earlier: str | None
) -> None:
    name = f"{'a' * 32}.pdf"
    with cut_off() as lay_down:
        for kill_at in range(1, 100):
            folder = tmp_path / str(kill_at)
            if earlier is not None:
                assert lay_down(folder, 0, earlier) == 0
            code = lay_down(folder, kill_at, "words")
            check_whole(folder / TODAY)
            if code == 0:
                break
            assert code == -signal.SIGKILL
            assert lay_down(folder, 0, "words") == 0
            assert {path.name for path in (folder / TODAY).iterdir()} == {name, "manifest.csv"}
            assert (folder / TODAY / name).read_text() == "words"
            assert [line["file"] for line in listed(folder / TODAY)] == [name]
            check_whole(folder / TODAY)
    assert 12 < kill_at < 99  # three folders, the lock, the letter and the list, their new names, and what is read


@contextmanager
def cut_off() -> Iterator[Callable[[Path, int, str], int]]:
    """Give what lays a letter down in a process of its own, and gives its exit code."""
    with subprocess.Popen(
        [sys.executable, "-c", CUT_OFF], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as p:
        given, told = p.stdin, p.stdout
        assert given is not None
        assert told is not None

        def lay_down(folder: Path, kill_at: int, words: str) -> int:
            given.write(f"{folder} {kill_at} {words}\n")
            given.flush()
            return int(told.readline())

        yield lay_down
        given.close()


@pytest.mark.parametrize("at", ["letter", "list"])
async def test_a_full_disk_is_tried_again_and_leaves_nothing_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    await channel(tmp_path).send(a_letter(1))
    real, calls = os.fsync, iter(["letter", "folder", "list"])

    def full(descriptor: int) -> None:
        if next(calls, "") == at:
            raise OSError(28, "No space left on device")
        real(descriptor)

    with monkeypatch.context() as patched, capture_logs() as lines:
        patched.setattr(os, "fsync", full)
        with pytest.raises(ChannelAway):
            await channel(tmp_path).send(a_letter(2))
    assert [line["event"] for line in lines] == ["notifications.letter.folder-away"]
    assert "Oma" not in str(lines)
    assert len(listed(tmp_path / TODAY)) == 1
    check_whole(tmp_path / TODAY)
    await channel(tmp_path).send(a_letter(2))
    assert len(listed(tmp_path / TODAY)) == 2
    assert not list((tmp_path / TODAY).glob(".*"))


async def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path) -> None:
    letters = channel(tmp_path)
    (tmp_path / "utrecht").write_text("no folder")
    with pytest.raises(ChannelAway):
        await letters.send(a_letter())


async def test_a_list_that_somebody_else_wrote_in_is_left_alone_and_nothing_is_laid_beside_it(tmp_path: Path) -> None:
    await channel(tmp_path).send(a_letter(1))
    (tmp_path / TODAY / "manifest.csv").write_text("file;printed\nx.pdf;yes\n")
    with pytest.raises(ChannelAway):
        await channel(tmp_path).send(a_letter(2))
    assert (tmp_path / TODAY / "manifest.csv").read_text() == "file;printed\nx.pdf;yes\n"
    assert letters_in(tmp_path) == 1


async def test_a_letter_for_which_there_is_no_font_goes_another_way_and_the_log_quotes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting, "fonts_here", lambda: typst.Fonts(include_system_fonts=False))
    with capture_logs() as lines, pytest.raises(ChannelRefused) as stopped:
        await channel(tmp_path).send(a_letter(language="ti", text="ሰላም ራሄል"))
    assert not isinstance(stopped.value, ChannelAway)
    assert lines == [
        {
            "event": "notifications.letter.not-set",
            "log_level": "warning",
            "message_id": f"{1:032x}",
            "language": "ti",
            "because": "no-font",
        }
    ]
    assert list(below(tmp_path)) == [tmp_path]


@pytest.mark.parametrize(
    "changes",
    [
        {"office": ""},
        {"office": "../gent"},
        {"message_id": ".lock"},
        {"contact": Contact(name="Oma", postal_address=" ,")},
    ],
)
async def test_what_cannot_be_laid_away_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ChannelRefused) as stopped:
        await channel(tmp_path).send(a_letter(**changes))
    assert not isinstance(stopped.value, ChannelAway)
    assert list(below(tmp_path)) == [tmp_path]


async def test_without_a_print_folder_nobody_is_reached_on_paper(tmp_path: Path) -> None:
    assert not channel(None).can_reach((AddressKind.POSTAL,))
    with pytest.raises(ChannelRefused):
        await channel(None).send(a_letter())
    assert channel(tmp_path).can_reach((AddressKind.EMAIL, AddressKind.POSTAL))
    assert not channel(tmp_path).can_reach((AddressKind.EMAIL, AddressKind.PHONE, AddressKind.SYSTEM))


def test_a_print_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for folder in (tmp_path / "nowhere" / "print", file, file / "print"):
        with pytest.raises(WrongSetup, match="letter"):
            channel(folder)
    channel(tmp_path / "print")
    assert sorted(tmp_path.iterdir()) == [file]


def test_the_channel_is_found_by_its_entry_point_and_set_up_by_its_settings(tmp_path: Path) -> None:
    shared = SharedSettings(plugin_settings={"notifications:letter": {"folder": str(tmp_path), "window": "right"}})
    letters = plugins.load(service, shared)["letter"]
    assert isinstance(letters, LetterOnPaper)
    assert (letters.way, letters.disturbs, letters.repeatable) == (Way.LETTER, False, True)
    assert letters.can_reach((AddressKind.POSTAL,))
