"""A copy for a person: every code a service uses has words, people's own words stay as they are, and nothing runs."""

import ast
from datetime import date
from html.parser import HTMLParser
from typing import Final

import pytest

from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonHeld
from kring_shared.runtime.declared import about_person
from kring_shared.runtime.paper.person_copy import LANGUAGES, Sheet, page_of, paper_of, sheet_of
from kring_shared.runtime.paper.person_copy.words import Words, _file
from tests.architecture.tree import ROOT, SERVICES, package_of, parsed

CASE: Final = "019aa0000000700080000000000000a1"
DAY: Final = date(2026, 11, 22)
FILES: Final = [
    *(file for service in SERVICES if (file := package_of(service) / "queries/about_person.py").exists()),
    ROOT / "shared/kring_shared/runtime/declared/about_person.py",
]


def used(*functions: str) -> set[str]:
    """Give the codes that services hand to these functions."""
    return {
        str(first.value)
        for file in FILES
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions
        for first in node.args[:1]
        if isinstance(first, ast.Constant)
    }


def a_sheet(*lines: tuple[str, str], language: str = "nl", not_asked: tuple[str, ...] = ()) -> Sheet:
    held = [HeldLine(label=label, value=value) for label, value in lines]
    answer = PersonHeld(service="intake", parts=(HeldPart(title="main-person", lines=tuple(held)),) if held else ())
    return sheet_of([answer], language, case_id=CASE, office="utrecht", made_on=DAY, not_asked=not_asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_label_and_answer_that_services_give_has_words(language: str) -> None:
    read = _file(language)
    assert len(FILES) > 4
    assert used("part") - set(read["parts"]) == set()
    assert used("line", "lines") - set(read["labels"]) == set()
    said = {about_person.ERASED, about_person.ANOTHER, about_person.OTHERS_WORDS, about_person.FOR_THEMSELVES}
    assert said - set(read["values"]) == set()
    assert set(SERVICES) - set(read["services"]) == set()


def test_both_languages_have_the_same_words() -> None:
    dutch, english = _file("nl"), _file("en")
    assert set(dutch) == set(english)
    for group in ("services", "parts", "labels", "values"):
        assert set(dutch[group]) == set(english[group])


def test_codes_and_days_are_said_in_words_and_what_people_said_themselves_is_left_alone() -> None:
    words = Words("nl")
    assert words.value("conference: yes, in-person, 2026-11-20") == "een conferentie: ja, persoonlijk, 20 november 2026"
    assert words.value("Oma, yes she comes") == "Oma, yes she comes"
    assert words.value("1981") == "1981"
    assert words.value("+31 6 12345678") == "+31 6 12345678"


def test_own_words_are_never_taken_for_a_code() -> None:
    (part,) = a_sheet(("comfort", "no"), ("answer", "no"), ("comfort", "erased"), ("name", "other")).parts
    assert [value for _, value in part.lines] == ["no", "nee", "gewist", "other"]


def test_a_part_of_a_service_from_elsewhere_is_shown_under_its_own_code() -> None:
    part = HeldPart(title="shoe-size", lines=(HeldLine(label="left-foot", value="41"),))
    answer = PersonHeld(service="shoes", parts=(part,))
    (shown,) = sheet_of([answer], "en", case_id=CASE, office="utrecht", made_on=DAY).parts
    assert (shown.title, shown.where, shown.lines) == ("shoe size", "shoes", (("left foot", "41"),))


class Read(HTMLParser):
    """Reads tags and text as a browser does."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_nothing_a_person_wrote_becomes_layout_or_runs() -> None:
    evil = '<script>alert(1)</script> #let x = 1 "quoted" & more'
    sheet = a_sheet(("name", evil), ("comfort", evil))
    read = Read(page_of(sheet))
    assert read.tags & {"script", "img", "link", "src", "href", "onload"} == set()
    assert read.text.count(evil) == 2
    assert paper_of(sheet, DAY).startswith(b"%PDF")


def test_the_same_copy_is_the_same_paper() -> None:
    sheet = a_sheet(("name", "Rachel"))
    assert paper_of(sheet, DAY) == paper_of(sheet, DAY)


def test_a_copy_says_when_nothing_is_kept_and_where_was_not_asked() -> None:
    empty = page_of(a_sheet(language="en", not_asked=("matching", "registry")))
    assert "Nothing is kept of you in this case" in empty
    assert "The search for a coordinator, The registration" in empty
    assert "Nothing is kept" not in page_of(a_sheet(("name", "Rachel"), language="en"))
