"""The words behind a personal link: every page says what there are words for, also to a child, and none presses."""

import re
from pathlib import Path

import pytest

import kring_portal
from kring_portal.web.words import LETTERS, words_of
from tests.unit.notifications.letters_read import PRESSING
from tests.unit.portal.test_words import messages

HOME = Path(kring_portal.__file__).parent
SAID = re.compile(r"say\('(links-[a-z-]+)'( ~ one)?")
ANSWERS = ("comes", "comes-remote", "by-letter", "does-not-come", "not-yet")
STATES = ("received", "taken-on", "ended")
LONGEST_SENTENCE = 16
"""Words. A child, and whoever reads slowly, reads them one by one."""


def test_a_page_says_only_what_there_are_words_for() -> None:
    words = words_of("en")
    for page in sorted((HOME / "templates/links").glob("*.html")):
        for key, more in SAID.findall(page.read_text(encoding="utf-8")):
            for whole in [f"{key}{answer}" for answer in ANSWERS] if more else [key]:
                assert words.has(whole), f"{page.name}: {whole}"
    assert all(words.has(f"links-status-{state}") for state in STATES)


def test_what_is_said_to_a_child_is_said_to_others_in_other_words() -> None:
    keys = messages(HOME / "words/en/links.ftl").keys()
    young = [key for key in keys if key.endswith("-young")]
    assert len(young) > 15
    assert all(key.removesuffix("-young") in keys for key in young)


@pytest.mark.parametrize("language", LETTERS)
def test_nothing_presses_and_sentences_are_short(language: str) -> None:
    words = words_of(language)
    for key in messages(HOME / f"words/{language}/links.ftl"):
        said = words(key, moment="1")
        assert not re.search(PRESSING[language], said, re.IGNORECASE), f"{key}: {said}"
        if key.endswith("-young"):
            longest = max(len(sentence.split()) for sentence in re.split(r"[.?!؟]", said))
            assert longest <= LONGEST_SENTENCE, f"{key}: {said}"
