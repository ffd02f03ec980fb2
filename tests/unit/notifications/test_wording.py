"""The rules of words: checked at the start, chosen in a language somebody knows, and only approved ones when live."""

import re
from datetime import date
from pathlib import Path

import pytest

from kring_notifications.wording import Choice, Wording, load
from kring_notifications.wording.approvals import Approval, Approvals, read_approvals
from kring_notifications.wording.book import built_in
from kring_notifications.wording.fields import FIELDS
from kring_notifications.wording.templates import Place, read_folder
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.notifications.words import either
from kring_shared.kernel.errors import WrongSetup
from tests.unit.notifications.channels import WRITTEN

WORDS = 'subject = "Bericht"\npreview = "Een bericht."\nfallback = "Niet in uw taal."\n'
KNOWN = {"name": "Oma", "signature": "Utrecht", "day": "maandag", "time": "19:30", "last_day": "dinsdag", "count": 3}
BUILT_IN = load()


def texts(**changes: str) -> dict[str, dict[str, str]]:
    """Give a whole set of small, right words in the office's language."""
    bodies = {
        f"{moment}.txt": "\n\n".join(f"{{{name}}}" for name in FIELDS[moment].model_fields) + "\n" for moment in Moment
    }
    return {"nl": {"words.toml": WORDS, "notice.text.txt": "{signature} {{!}}\n"} | bodies | changes}


def said(wording: Wording, moment: Moment, *spoken: str, way: Way = Way.EMAIL, **known: object) -> str:
    choice = wording.choose(moment, spoken, way, live=False)
    assert choice is not None
    return wording.say(moment, choice, way, KNOWN | known).text


def approving(wording: Wording, *places: str) -> Approvals:
    """Approve these words as they stand in a set."""
    versions = {str(place): found.version for place, found in wording.templates.items()}
    return Approvals([Approval(template=p, version=versions[p], by="fh", on=date(2026, 2, 1)) for p in places])


def test_a_small_set_of_right_words_is_taken() -> None:
    assert said(Wording(texts()), Moment.PLAN, "nl") == "Oma\n\nUtrecht"
    assert said(Wording(texts()), Moment.PLAN, "nl", way=Way.TEXT) == "Utrecht {!}"


def test_a_name_with_braces_is_only_a_name() -> None:
    assert "{signature}" in said(BUILT_IN, Moment.PLAN, "nl", name="{signature}")


def test_what_is_known_and_not_said_stays_out_of_a_text_message() -> None:
    for moment in Moment:
        assert "Oma" not in said(BUILT_IN, moment, "nl", way=Way.TEXT)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "plan.txt",
            "{name} {signature} {question}",
            "nl/plan has unknown fields question; it may use name, signature",
        ),
        ("plan.txt", "{name}", "nl/plan does not use signature; without it the letter is not whole"),
        ("plan.txt", "{name.__class__} {name} {signature}", "unknown fields name.__class__"),
        ("plan.txt", "{name!r} {signature} {name}", "unknown fields name!r"),
        ("plan.txt", "{name:>9} {signature} {name}", "unknown fields name:>9"),
        ("plan.txt", "{} {signature} {name}", "unknown fields"),
        ("plan.txt", "{name {signature}", "nl/plan has a brace too many or too few"),
        ("plan.letter.txt", "{name}", "nl/plan.letter does not use signature"),
        ("plan.text.txt", "{name} {signature}", "nl/plan.text has unknown fields name; it may use signature"),
        ("notice.text.txt", "{signature} {day}", "nl/notice.text has unknown fields day"),
        ("date-reminder.text.txt", "{signature} {day}", "nl/date-reminder.text does not use time"),
        ("date-reminder.txt", "{name} {signature} {day}", "does not use time"),
        ("funding-refused.txt", "{name} {signature}", "does not use last_day"),
        ("messages-to-tell.txt", "{name} {signature}", "does not use count"),
        (
            "funding-refused.txt",
            "{name}\n{last_day}\n\n{signature}",
            "last_day is not always known; give it a paragraph",
        ),
        ("another-day.txt", "{name} {day}\n\n{time}\n\n{signature}", "day is not always known"),
        ("plans.txt", "{name} {signature}", "nl/plans.txt must be called MOMENT.txt or MOMENT.WAY.txt"),
        ("notice.txt", "{name} {signature}", "must be called"),
        ("plan.pigeon.txt", "{name} {signature}", f"WAY is {either(WRITTEN)}"),
        ("plan.system.txt", "{name} {signature}", "must be called"),
        ("plan.call.txt", "{name} {signature}", "must be called"),
        ("words.toml", 'subject = "Bericht"', "templates/nl/words.toml must hold three texts"),
        ("words.toml", f'{WORDS}plan = "Het plan"', "subject, preview and fallback, and nothing else"),
        ("words.toml", "subject =", "templates/nl/words.toml must hold"),
    ],
)
def test_words_that_are_not_right_stop_the_start_with_a_clear_sentence(name: str, text: str, words: str) -> None:
    with pytest.raises(WrongSetup, match=re.escape(words)):
        Wording(texts(**{name: text}))


@pytest.mark.parametrize("file", ["stopped.txt", "notice.text.txt"])
def test_the_language_of_the_office_needs_every_moment(file: str) -> None:
    found = texts()
    del found["nl"][file]
    with pytest.raises(WrongSetup, match=re.escape(f"templates are missing: nl/{file}; the office's own language")):
        Wording(found)


def test_another_language_may_have_less_and_needs_its_own_first_words() -> None:
    some = texts() | {"tr": {"words.toml": WORDS, "plan.txt": "Merhaba {name}, {signature}"}}
    assert said(Wording(some), Moment.PLAN, "tr") == "Merhaba Oma, Utrecht"
    assert said(Wording(some), Moment.STOPPED, "tr").startswith("Niet in uw taal.\n\n")
    with pytest.raises(WrongSetup, match=re.escape("templates/tr/words.toml")):
        Wording(texts() | {"tr": {"plan.txt": "Merhaba {name}, {signature}"}})


def test_empty_lines_with_spaces_part_paragraphs_too() -> None:
    own = Wording(texts(**{"funding-refused.txt": "{name}\n \t\n\n{last_day}\n  \n{signature} {{ja}}"}))
    assert said(own, Moment.FUNDING_REFUSED, last_day=None) == "Oma\n\nUtrecht {ja}"


def test_words_that_lack_what_they_say_are_never_filled_in_half() -> None:
    choice = Choice("nl", "")
    with pytest.raises(ValueError, match="time"):
        BUILT_IN.say(Moment.DATE_REMINDER, choice, Way.EMAIL, {"name": "Oma", "signature": "Utrecht", "day": "maandag"})
    with pytest.raises(KeyError):
        BUILT_IN.say(Moment.PLAN, Choice("ti", ""), Way.EMAIL, KNOWN)


def test_a_way_may_have_words_of_its_own() -> None:
    own = Wording(texts(**{"plan.letter.txt": "Op papier: {name}, {signature}", "plan.text.txt": "Kort: {signature}"}))
    assert said(own, Moment.PLAN, way=Way.LETTER) == "Op papier: Oma, Utrecht"
    assert said(own, Moment.PLAN, way=Way.CALL) == said(own, Moment.PLAN, way=Way.EMAIL) == "Oma\n\nUtrecht"
    assert said(own, Moment.PLAN, way=Way.TEXT) == "Kort: Utrecht"


@pytest.mark.parametrize(
    ("spoken", "language", "wished"),
    [
        (("tr",), "tr", ""),
        (("nl-BE",), "nl", ""),
        (("NL",), "nl", ""),
        (("ti",), "nl", "ti"),
        (("ti", "fr"), "fr", "ti"),
        (("ar", "fr-BE"), "ar", ""),
        (("ti", "so"), "nl", "ti"),
        ((), "nl", ""),
    ],
)
def test_somebody_gets_the_first_language_they_know_that_has_words(
    spoken: tuple[str, ...], language: str, wished: str
) -> None:
    for way in Way.to_people():
        choice = BUILT_IN.choose(Moment.INVITATION, spoken, way, live=False)
        assert choice is not None
        assert (choice.language, choice.wished) == (language, wished)


def test_whose_language_has_no_words_sees_so_on_top_of_the_letter_in_the_language_it_is_in() -> None:
    plain = said(BUILT_IN, Moment.INVITATION, "nl")
    assert said(BUILT_IN, Moment.INVITATION, "ti") == f"{BUILT_IN.languages['nl'].fallback}\n\n{plain}"
    assert said(BUILT_IN, Moment.INVITATION, "ti", "fr").startswith(BUILT_IN.languages["fr"].fallback)
    assert BUILT_IN.languages["nl"].fallback not in plain
    assert said(BUILT_IN, Moment.INVITATION, "ti", way=Way.TEXT) == said(BUILT_IN, Moment.INVITATION, way=Way.TEXT)


def test_a_live_office_says_only_what_a_speaker_approved() -> None:
    draft = Wording(texts())
    assert draft.choose(Moment.PLAN, ["nl"], Way.EMAIL, live=True) is None
    live = Wording(texts(), approving(draft, "nl/plan"))
    assert live.choose(Moment.PLAN, ["nl"], Way.LETTER, live=True) is not None
    assert live.choose(Moment.STOPPED, ["nl"], Way.EMAIL, live=True) is None
    assert live.choose(Moment.PLAN, ["nl"], Way.TEXT, live=True) is None  # the short words are other words


def test_a_live_office_passes_over_a_language_whose_words_nobody_approved() -> None:
    approvals = approving(BUILT_IN, "nl/invitation", "fr/invitation")
    live = Wording(read_folder(built_in()), approvals)
    assert live.choose(Moment.INVITATION, ["tr"], Way.EMAIL, live=True) == Choice("nl", _version("nl"), wished="tr")
    assert live.choose(Moment.INVITATION, ["tr", "fr"], Way.EMAIL, live=True) == Choice("fr", _version("fr"), "tr")
    assert live.choose(Moment.INVITATION, ["tr"], Way.EMAIL, live=False) == Choice("tr", _version("tr"))


@pytest.mark.parametrize(
    "change", [{"plan.txt": "{name}\n\n{signature},\n"}, {"words.toml": WORDS.replace("Een bericht.", "Een bericht!")}]
)
def test_a_changed_comma_asks_for_another_reader(change: dict[str, str]) -> None:
    approvals = approving(Wording(texts()), "nl/plan")
    assert Wording(texts(), approvals).choose(Moment.PLAN, ["nl"], Way.EMAIL, live=True) is not None
    assert Wording(texts(**change), approvals).choose(Moment.PLAN, ["nl"], Way.EMAIL, live=True) is None


def test_words_that_were_changed_since_they_were_chosen_are_known_not_to_stand_any_more() -> None:
    before, after = Wording(texts()), Wording(texts(**{"plan.txt": "Dag {name}\n\n{signature}"}))
    choice = before.choose(Moment.PLAN, ["nl"], Way.EMAIL, live=False)
    assert choice is not None
    assert before.has(Moment.PLAN, choice, Way.EMAIL)
    assert not after.has(Moment.PLAN, choice, Way.EMAIL)
    assert not before.has(Moment.PLAN, choice, Way.EMAIL, live=True)  # nobody approved them
    approved = Wording(texts(), approving(before, "nl/plan"))
    assert approved.has(Moment.PLAN, choice, Way.EMAIL, live=True)
    assert not before.has(Moment.PLAN, Choice("ti", choice.version), Way.EMAIL)


def test_an_office_may_put_its_own_words_over_ours_and_approve_them(tmp_path: Path) -> None:
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "plan.txt").write_text("Hoi {name}, {signature}\n", encoding="utf-8")
    own = load(tmp_path)
    assert said(own, Moment.PLAN, "nl") == "Hoi Oma, Utrecht"
    assert said(own, Moment.PLAN, "en") == said(BUILT_IN, Moment.PLAN, "en")
    assert said(own, Moment.STOPPED, "nl") == said(BUILT_IN, Moment.STOPPED, "nl")
    version = own.templates[Place("nl", Moment.PLAN)].version
    approved = f'[[approved]]\ntemplate = "nl/plan"\nversion = "{version}"\nby = "fh"\non = 2026-02-01\n'
    (tmp_path / "approved.toml").write_text(approved, encoding="utf-8")
    assert load(tmp_path).choose(Moment.PLAN, ["tr"], Way.EMAIL, live=True) == Choice("nl", version, wished="tr")


@pytest.mark.parametrize("text", ["[[approved", "approved = 3", '[[approved]]\ntemplate = "nl/plan"', "approved = [3]"])
def test_approvals_that_cannot_be_read_stop_the_start(tmp_path: Path, text: str) -> None:
    (tmp_path / "approved.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WrongSetup, match="a list of \\[\\[approved\\]\\] with template, version, by and on"):
        read_approvals(tmp_path)


def test_kring_itself_approves_nothing() -> None:
    assert BUILT_IN.approvals.given == read_approvals(built_in()).given == ()


def test_a_folder_of_words_that_is_not_there_or_not_text_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(WrongSetup, match="KRING_NOTIFICATIONS_TEMPLATES"):
        load(tmp_path / "nowhere")
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "plan.txt").write_bytes(b"\xff{name} {signature}")
    with pytest.raises(WrongSetup, match="UTF-8"):
        load(tmp_path)


def _version(language: str) -> str:
    return BUILT_IN.templates[Place(language, Moment.INVITATION)].version
