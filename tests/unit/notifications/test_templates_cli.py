"""`kring templates`: what there is, what somebody would get, and what a speaker approved."""

import email
import email.policy
import io
import json
import shutil
import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from kring_notifications.cli import keeping
from kring_notifications.cli.sample import Wishes, sample
from kring_notifications.domain import Quiet
from kring_notifications.house import House
from kring_notifications.wording import book, load
from kring_notifications.wording.templates import Place, version_of
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.cli import run_words

Said = tuple[int, str, str]
Templates = Callable[..., Said]
INVITATION = Place("nl", "invitation")
NOT_YET = "kring: {} is not there yet, so these are the words that come with Kring\n"
READ_ON = date(2026, 3, 2)


@pytest.fixture(name="own")
def a_folder_that_is_not_there_yet(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture(name="templates")
def the_command(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Templates:
    """Give `kring templates …` over the office's own folder; gives exit code, output and errors."""
    monkeypatch.setenv("KRING_NOTIFICATIONS_TEMPLATES", str(own))

    def run(*words: str) -> Said:
        code = run_words(["templates", *words])
        told = capsys.readouterr()
        return code, told.out, told.err.replace(NOT_YET.format(own), "")

    return run


@pytest.fixture(name="built_in")
def an_own_copy_of_what_comes_with_kring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of Kring's words that a test may change, as an upgrade would."""
    folder = tmp_path / "built-in"
    shutil.copytree(book.built_in(), folder)
    monkeypatch.setattr(book, "built_in", lambda: folder)
    return folder


def listed(templates: Templates, *words: str) -> dict[str, dict[str, Any]]:
    code, out, _ = templates("list", "--json", *words)
    assert code == 0
    return {line["template"]: line for line in map(json.loads, out.splitlines())}


def test_the_words_that_come_with_kring_are_drafts_and_a_live_office_could_send_none(templates: Templates) -> None:
    lines = listed(templates)
    assert {line["state"] for line in lines.values()} <= {"draft", "missing", "general"}
    assert {name for name in lines if name.startswith("nl/") and "." not in name} == {f"nl/{m}" for m in Moment}
    code, out, _ = templates("list", "--language", "nl")
    *_, last = out.splitlines()
    assert code == 0
    assert last.startswith("A live office could not send, because no speaker approved it: nl ")
    assert f"{len(Moment)} letters" in last


def test_what_is_missing_in_a_language_says_so(templates: Templates, built_in: Path) -> None:
    (built_in / "fr/invitation.txt").unlink()
    (built_in / "fr/date-reminder.text.txt").unlink()
    (built_in / "fr/notice.text.txt").unlink()
    lines = listed(templates, "--language", "fr")
    states = [lines[name]["state"] for name in ("fr/invitation", "fr/date-reminder.text", "fr/notice.text")]
    assert states == ["missing", "general", "missing"]
    assert {line["language"] for line in lines.values()} == {"fr"}


def test_approved_words_are_listed_with_their_version_and_those_of_the_office_with_a_star(templates: Templates) -> None:
    assert templates("approve", "nl/invitation", "--by", "R. de V.", "--on", "2026-03-02")[0] == 0
    line = listed(templates)["nl/invitation"]
    assert (line["state"], line["own"], line["by"], line["on"]) == ("approved", True, "R. de V.", "2026-03-02")
    out = templates("list", "--language", "nl")[1]
    assert f"approved {line['version']}*" in out
    assert f"{len(Moment) - 1} letters" in out.splitlines()[-1]


def test_when_all_of_a_language_is_approved_a_live_office_could_send_it(templates: Templates, own: Path) -> None:
    assert templates("approve", "nl", "--by", "reader", "--yes")[0] == 0
    assert templates("list", "--language", "nl")[1].splitlines()[-1] == "A live office could send all of these."
    wording = load(own)
    assert all(wording.choose(moment, ("tr",), way, live=True) for moment in Moment for way in Way.to_people())


def test_an_upgrade_changes_no_words_that_were_approved(own: Path, built_in: Path) -> None:
    (approved,) = keeping.approve(own, [INVITATION], "reader", READ_ON)
    for changed in ("nl/invitation.txt", "nl/words.toml", "nl/plan.txt"):
        file = built_in / changed
        file.write_text(file.read_text(encoding="utf-8").replace("u ", "jij "), encoding="utf-8")
    after = load(own)
    assert after.templates[INVITATION].version == approved.version
    assert after.approvals.has(INVITATION, approved.version)
    assert "jij" in after.templates[Place("nl", "plan")].body


def test_a_change_asks_for_another_reader_and_what_was_read_in_march_is_still_known(
    templates: Templates, own: Path
) -> None:
    (first,) = keeping.approve(own, [INVITATION], "reader", READ_ON)
    file = own / "nl/invitation.txt"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace(",", ";", 1), encoding="utf-8")
    assert listed(templates)["nl/invitation"]["state"] == "draft"
    (second,) = keeping.approve(own, [INVITATION], "another", date(2026, 5, 4))
    assert second.version != first.version
    code, out, error = templates("show", first.version)
    assert code == 0
    assert before.strip() in out
    assert "approved by reader on 02-03-2026" in error
    assert before.replace(",", ";", 1).strip() in templates("show", second.version)[1]


def test_approving_twice_says_so_and_writes_nothing(templates: Templates, own: Path) -> None:
    templates("approve", "nl/plan", "--by", "first", "--on", "2026-03-02")
    before = (own / "approved.toml").read_bytes()
    code, out, _ = templates("approve", "nl/plan", "--by", "second")
    assert code == 0
    assert "nl/plan was approved already as it stands" in out
    assert "by first on 02-03-2026" in out
    assert (own / "approved.toml").read_bytes() == before
    assert json.loads(templates("approve", "nl/plan", "--by", "third", "--json")[1])["new"] is False


def test_what_somebody_wrote_in_the_list_of_approvals_stays(own: Path) -> None:
    own.mkdir()
    (own / "approved.toml").write_text("# Elif reads Turkish\n")
    keeping.approve(own, [INVITATION], 'the "reader"', READ_ON)
    keeping.approve(own, [Place("nl", "plan")], "reader", READ_ON)
    text = (own / "approved.toml").read_text(encoding="utf-8")
    assert text.startswith("# Elif reads Turkish\n")
    found = tomllib.loads(text)["approved"]
    assert [one["template"] for one in found] == ["nl/invitation", "nl/plan"]
    assert found[0]["by"] == 'the "reader"'


def test_a_list_of_approvals_that_cannot_be_added_to_is_left_alone(own: Path) -> None:
    own.mkdir()
    (own / "approved.toml").write_text("approved = []\n")
    with pytest.raises(WrongSetup, match=r"cannot be added to"):
        keeping.approve(own, [INVITATION], "reader", READ_ON)
    assert (own / "approved.toml").read_text() == "approved = []\n"


def test_nothing_is_approved_when_the_list_cannot_be_written_and_doing_it_again_makes_it_whole(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(file: Path, fresh: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "_with", breaks)
        assert run_words(["templates", "approve", "nl/plan", "--by", "x", "--folder", str(own)]) == 6
    assert not load(own).approvals.given
    assert keeping.approve(own, [Place("nl", "plan")], "reader", READ_ON)
    assert not [path for path in own.rglob("*") if path.name.endswith(".new")]


def test_a_whole_language_is_approved_only_when_somebody_says_that_it_was_read(
    templates: Templates, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, out, _ = templates("approve", "en", "--by", "reader")
    assert code == 130
    assert "en/invitation" in out
    assert "Did a speaker read all" in out
    assert not own.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert templates("approve", "en", "--by", "reader")[0] == 0
    assert {state["state"] for state in listed(templates, "--language", "en").values()} <= {"approved", "general"}


def test_words_that_were_kept_and_changed_since_are_not_shown_as_what_was_read(templates: Templates, own: Path) -> None:
    (approved,) = keeping.approve(own, [INVITATION], "reader", READ_ON)
    file = own / f"versions/{approved.version}.txt"
    assert version_of(file.read_text(encoding="utf-8")) == approved.version
    file.write_text("something else")
    code, out, error = templates("show", approved.version)
    assert (code, out) == (2, "")
    assert "was changed since it was kept" in error


@pytest.mark.parametrize("way", Way.to_people())
def test_every_moment_can_be_tried_by_every_way(way: Way) -> None:
    wording = load()
    house = House("Eigen Kracht", {card.id: card for card in EXAMPLE_OFFICES}, Quiet(ZoneInfo("Europe/Amsterdam")))
    for moment in Moment:
        choice = wording.choose(moment, (), way, live=False)
        assert choice is not None
        letter = sample(moment, choice, way, wording, house, datetime(2026, 3, 2, 23, tzinfo=UTC), Wishes("utrecht"))
        assert "{" not in letter.text
        assert "Utrecht" in letter.text
        assert ("Noor van der Testen" in letter.text) is not way.is_short
        if moment is Moment.DATE_REMINDER:
            assert "dinsdag 17 maart 2026" in letter.text  # it is the third already, where the letter is read


@pytest.mark.parametrize("way", Way.to_people())
def test_a_preview_says_that_its_words_are_a_draft_until_a_speaker_approved_them(
    templates: Templates, own: Path, way: Way
) -> None:
    code, out, error = templates("preview", "plan", "--way", way)
    assert (code, "Utrecht" in out, "Subject: " in out) == (0, True, way is Way.EMAIL)
    assert error == "kring: these words are a draft; a live office sends only what a speaker approved\n"
    keeping.approve(own, [Place("nl", "plan"), Place("nl", "notice", "text")], "reader", READ_ON)
    assert templates("preview", "plan", "--way", way) == (0, out, "")


def test_somebody_whose_language_has_no_words_sees_so_in_those_they_get(templates: Templates) -> None:
    fallback = load().languages["nl"].fallback
    assert fallback in templates("preview", "invitation", "--language", "ti", "--way", "letter")[1]
    assert fallback not in templates("preview", "invitation", "--language", "nl-BE", "--way", "letter")[1]


@pytest.mark.parametrize("way", Way.to_people())
def test_a_neutral_message_shows_nothing_of_who_writes(
    templates: Templates, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRING_PLUGIN_SETTINGS", '{"notifications:smtp": {"neutral_sender": "post@bericht.example"}}')
    code, shown, _ = templates("preview", "invitation", "--way", way, "--neutral", "--office", "gent")
    assert code == 0
    assert [one for one in ("eigen kracht", "gent", "kring") if one in shown.lower()] == []
    assert "ons kantoor" in shown.lower()


def test_a_neutral_e_mail_is_not_shown_where_none_would_go(templates: Templates) -> None:
    code, out, error = templates("preview", "invitation", "--neutral")
    assert (code, out) == (2, "")
    assert "neutral_sender" in error


def test_an_e_mail_is_written_as_it_would_be_sent(templates: Templates, tmp_path: Path) -> None:
    for name in ("it.eml", "it.html", "it.txt"):
        assert templates("preview", "date-reminder", "--out", str(tmp_path / name))[0] == 0
    mail = email.message_from_bytes((tmp_path / "it.eml").read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == load().languages["nl"].subject
    page = mail.get_body(("html",))
    assert page is not None
    assert page.get_content().split() == (tmp_path / "it.html").read_text(encoding="utf-8").split()
    assert "Noor van der Testen" in (tmp_path / "it.txt").read_text(encoding="utf-8")


def test_a_letter_is_set_on_paper(templates: Templates, tmp_path: Path) -> None:
    out = tmp_path / "it.pdf"
    assert templates("preview", "invitation", "--way", "letter", "--out", str(out), "--language", "en")[0] == 0
    text = " ".join(PdfReader(BytesIO(out.read_bytes())).pages[0].extract_text().split())
    assert "Noor van der Testen" in text
    assert "Lindestraat 1" in text


def test_a_live_office_may_look_at_drafts_too(
    templates: Templates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = {"id": "zwolle", "title": "Zwolle", "policy": "nl/1", "sender": "zwolle@kring.example", "live": True}
    (tmp_path / "offices.json").write_text(json.dumps([card]))
    monkeypatch.setenv("KRING_OFFICES_FILE", str(tmp_path / "offices.json"))
    code, out, error = templates("preview", "plan")
    assert (code, "Zwolle" in out, "draft" in error) == (0, True, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("list", "--language", "xx"), 2, "there are words in "),
        (("list", "--folder", "/nowhere"), 2, "/nowhere is not a folder"),
        (("preview", "birthday"), 2, "the moments are request-received"),
        (("preview", "plan", "--way", "pigeon"), 2, f"the ways are {', '.join(Way.to_people())}"),
        (("preview", "plan", "--way", "system"), 2, "the ways are"),
        (("preview", "plan", "--language", "Dutch please"), 2, "a language is a tag"),
        (("preview", "plan", "--office", "atlantis"), 2, "there is utrecht"),
        (("preview", "plan", "--out", "it.pdf"), 2, "by way of e-mail the file must end in .eml or .html or .txt"),
        (("preview", "plan", "--way", "letter", "--out", "it.eml"), 2, "must end in .pdf or .txt"),
        (("preview", "plan", "--out", "/nowhere/it.txt"), 2, "cannot be written"),
        (("approve", "nl/birthday", "--by", "x"), 2, "no words are called 'nl/birthday'"),
        (("approve", "nl/plan", "--by", " "), 2, "say who read them"),
        (("approve", "nl/plan", "--by", "x", "--on", "2999-01-01"), 2, "not on a day to come"),
        (("approve", "nl/plan", "--by", "x", "--folder", "/proc/own"), 6, "/proc/own cannot be written"),
        (("show", "00000000"), 3, "no words of version 00000000"),
        (("show", "../../etc"), 3, "no words of version"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    templates: Templates, words: tuple[str, ...], code: int, said: str
) -> None:
    ended, out, error = templates(*words)
    assert (ended, out, len(error.splitlines())) == (code, "", 1)
    assert said in error


def test_a_folder_that_the_settings_name_and_that_is_not_there_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own: Path
) -> None:
    monkeypatch.setenv("KRING_NOTIFICATIONS_TEMPLATES", str(own))
    assert run_words(["templates", "list"]) == 0
    assert capsys.readouterr().err == NOT_YET.format(own)


@pytest.mark.parametrize("name", ["list", "preview", "copy", "approve", "show"])
def test_the_help_of_every_command_ends_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_words(["templates", name, "--help"]) == 0
    assert f"kring templates {name}" in capsys.readouterr().out.rpartition("Example: ")[2]


def test_approving_asks_for_a_folder_of_the_office(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KRING_NOTIFICATIONS_TEMPLATES", raising=False)
    assert run_words(["templates", "approve", "nl/plan", "--by", "x"]) == 2
    assert "name the office's own folder of words" in capsys.readouterr().err


def test_the_version_of_words_that_nobody_approved_shows_those_that_stand_now(templates: Templates) -> None:
    version = listed(templates)["nl/plan"]["version"]
    code, out, error = templates("show", version)
    assert (code, "a draft" in error) == (0, True)
    assert "{name}" in out
    assert json.loads(templates("show", version, "--json")[1])["approved"] == []


def test_words_are_copied_to_be_changed_and_never_overwritten(templates: Templates, own: Path) -> None:
    code, out, _ = templates("copy", "nl/plan")
    assert (code, out) == (0, f"{own}/nl/plan.txt is yours to change\n")
    assert listed(templates)["nl/plan"]["state"] == "draft"
    assert listed(templates)["nl/plan"]["own"] is True
    (own / "nl/plan.txt").write_text("Dag {name}, hier is het.\n\n{signature}", encoding="utf-8")
    code, out, _ = templates("copy", "nl")
    assert (code, f"{own}/nl/plan.txt was there already" in out, out.count("is yours")) == (0, True, len(Moment) + 2)
    assert "hier is het" in templates("preview", "plan")[1]
    assert not (own / "nl/words.toml").exists()
