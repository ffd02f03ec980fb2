"""Letters that are to be forgotten leave the print folder, wherever the print room put them."""

from datetime import date
from pathlib import Path

import pytest

from kring_notifications.hooks import ChannelAway, Forgets
from kring_notifications.plugins.letter.channel import LetterOnPaper, LetterSettings
from kring_notifications.plugins.letter.print_folder import MANIFEST, Paper, PrintFolder
from tests.unit.notifications.channels import MAIL

OMA, FILIP = "a" * 32, "b" * 32
TODAY = date(2026, 11, 20)
DAY = "utrecht/2026-11-20"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a print folder with a letter to Oma and one to Filip."""
    for name in (OMA, FILIP):
        paper = Paper(name.encode(), 1, "nl", large_print=False, plain_envelope=False)
        PrintFolder(tmp_path).lay_down("utrecht", name, TODAY, lambda _, paper=paper: paper)  # type: ignore[misc]
    return tmp_path


def letters(folder: Path) -> set[str]:
    return {file.stem for file in folder.rglob("*.pdf")}


async def test_a_letter_goes_with_its_line_and_the_others_stay(folder: Path) -> None:
    channel = LetterOnPaper(LetterSettings(folder=folder))
    assert isinstance(channel, Forgets)
    await channel.forget([OMA, "never-here"])
    assert letters(folder) == {FILIP}
    assert OMA not in (folder / DAY / MANIFEST).read_text()
    assert FILIP in (folder / DAY / MANIFEST).read_text()
    await channel.forget([OMA])
    assert letters(folder) == {FILIP}


@pytest.mark.parametrize("place", ["utrecht/handled", "utrecht/2026-11-20/undelivered/again"])
async def test_it_goes_from_where_the_print_room_put_it_aside(folder: Path, place: str) -> None:
    (folder / place).mkdir(parents=True)
    (folder / DAY / f"{OMA}.pdf").rename(folder / place / f"{OMA}.pdf")
    await LetterOnPaper(LetterSettings(folder=folder)).forget([OMA])
    assert letters(folder) == {FILIP}


async def test_what_a_crash_left_half_written_goes_too(folder: Path) -> None:
    (folder / DAY / f".{OMA}.pdf.x").write_text("an address")
    await LetterOnPaper(LetterSettings(folder=folder)).forget([OMA])
    assert {file.name for file in (folder / DAY).iterdir()} == {f"{FILIP}.pdf", MANIFEST}


async def test_nothing_outside_the_folder_is_touched_whatever_is_asked(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.pdf"
    outside.write_text("of somebody else")
    (folder / DAY / f"{'c' * 32}.pdf").symlink_to(outside)
    await LetterOnPaper(LetterSettings(folder=folder)).forget(["c" * 32, "../../outside", "*"])
    assert outside.read_text() == "of somebody else"
    assert letters(folder) == {OMA, FILIP}


async def test_a_list_that_the_print_room_changed_keeps_no_letter_from_going(folder: Path) -> None:
    (folder / DAY / MANIFEST).write_text("ours now\n")
    await LetterOnPaper(LetterSettings(folder=folder)).forget([OMA])
    assert letters(folder) == {FILIP}
    assert (folder / DAY / MANIFEST).read_text() == "ours now\n"


async def test_a_letter_that_cannot_be_taken_away_is_said_to_be_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", full)
    with pytest.raises(ChannelAway, match="cannot be written in now"):
        await LetterOnPaper(LetterSettings(folder=folder)).forget([OMA])


async def test_without_a_folder_there_is_nothing_to_take_away(tmp_path: Path) -> None:
    await LetterOnPaper(LetterSettings()).forget([OMA])
    await LetterOnPaper(LetterSettings(folder=tmp_path / "not-made-yet")).forget([OMA])
    assert not isinstance(MAIL, Forgets)
