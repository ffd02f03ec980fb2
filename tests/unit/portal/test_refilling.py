"""A form that was refused: its page again, as it was filled in, with what is wrong at each field and at the top."""

import re

import pytest
from pydantic import BaseModel, Field, ValidationError
from starlette.datastructures import FormData

from kring_portal.web.refilling import Sent, refilled
from kring_portal.web.words import DESK, words_of
from kring_portal.web.wrong import GENERAL, Wrong, WrongFields, wrong_in, wrong_of
from kring_shared.contracts.envelope import Receipt

PAGE = """<html><head><title>Kring</title></head><body><main id="main" tabindex="-1"><h1>Case &amp; co</h1>
<details class="card"><summary>More</summary>
<form method="post" action="/a/note"><input type="hidden" name="csrf" value="x">
<input type="hidden" name="who" value="p1">
<div class="field"><label for="n1">Note</label><p class="help" id="h-n1">Short.</p>
<textarea id="n1" name="note" aria-describedby="h-n1">old</textarea></div><button>Go</button></form>
</details>
<form method="post" action="/a/note"><input type="hidden" name="csrf" value="x">
<input type="hidden" name="who" value="p2">
<label for="n2">Note</label><textarea id="n2" name="note"></textarea>
<label>Day <input type="date" name="held_on"></label>
<fieldset><legend>How</legend><label><input type="radio" name="how" value="a" checked> A</label>
<label><input type="radio" name="how" value="b"> B</label></fieldset>
<select name="kind"><option value="">-</option><option value="one">One</option></select>
<input name="line" value=""><input name="line" value="">
<input type="password" name="secret"><button>Go</button></form>
<form method="get" action="/a"><input name="q"></form>
</main></body></html>"""


def drawn(fields: list[tuple[str, str]], *wrong: Wrong, to: str = "/a/note", language: str = "en") -> str:
    """Draw the page again after these fields were sent."""
    return refilled(PAGE, Sent(FormData([*fields]), to, "/a?b=c", wrong), words_of(language))


def test_the_form_that_was_sent_is_filled_in_again_and_no_other() -> None:
    page = drawn([("who", "p2"), ("note", "<b>mine</b>"), ("how", "b"), ("kind", "one"), ("line", "1"), ("line", "2")])
    assert '<textarea id="n1" name="note" aria-describedby="h-n1">old</textarea>' in page
    assert '<textarea id="n2" name="note">\n&lt;b&gt;mine&lt;/b&gt;</textarea>' in page
    assert '<input type="radio" name="how" value="a">' in page
    assert '<input type="radio" name="how" value="b" checked>' in page
    assert '<option value="one" selected>' in page
    assert re.findall(r'name="line" value="(\d)"', page) == ["1", "2"]


def test_what_is_wrong_stands_at_the_field_and_the_summary_leads_there() -> None:
    page = drawn([("who", "p1"), ("note", "")], Wrong(("note",), "too-short"))
    assert '<span class="error" id="e-n1">Fill this in.</span><textarea id="n1"' in page
    assert 'aria-describedby="h-n1 e-n1" aria-invalid="true"' in page
    assert '<a href="#n1">Note: Fill this in.</a>' in page
    assert 'tabindex="-1" autofocus' in page
    assert '<details class="card" open>' in page
    assert "<title>Not right yet: Kring" in page
    assert "One thing is not right yet" in page


def test_a_field_is_found_by_what_the_contract_calls_it_and_gets_a_name_to_lead_to() -> None:
    page = drawn([("who", "p2"), ("held_on", "soon")], Wrong(("review", "heldOn"), "day"))
    assert re.search(
        r'<span class="error" id="e-(w-\d)">This is not a day.*?</span><label>Day <input[^>]* id="\1"', page
    )
    assert re.search(r'<a href="#w-\d">Day: This is not a day', page)


def test_a_group_says_it_once_at_its_legend() -> None:
    page = drawn([("who", "p2")], Wrong(("how",), "choice"))
    assert re.search(r"How <span class=\"error\" id=\"e-w-\d\">Fill this in.</span></legend>", page)


def test_what_is_about_no_field_stands_at_the_top_alone_and_once() -> None:
    page = drawn([("who", "p2"), ("note", "x")], Wrong(("caseId",)), Wrong(("offices",)))
    assert page.count("This is not right yet. Look at it once more.") == 1
    assert "<li>This is not right yet" in page


def test_nothing_secret_is_written_and_every_form_knows_its_page() -> None:
    page = drawn([("who", "p2"), ("secret", "hush")])
    assert "hush" not in page
    assert page.count('name="came-from" value="/a?b=c"') == 2


def test_a_page_without_that_form_is_not_drawn() -> None:
    assert drawn([("note", "x")], to="/elsewhere") == ""


def test_what_was_not_touched_stays_letter_for_letter() -> None:
    page = drawn([("who", "p2")])
    assert "<h1>Case &amp; co</h1>" in page


class Asked(BaseModel):
    """Something with fields."""

    days: int = Field(ge=1, le=9)
    words: str = Field(min_length=2, max_length=5)


def test_what_the_contract_finds_is_said_with_its_numbers() -> None:
    with pytest.raises(ValidationError) as found:
        Asked.model_validate({"days": 20, "words": "much too long"})
    said = {one.place[-1]: one.said(words_of("nl")) for one in wrong_of(found.value)}
    assert said == {
        "days": "Dit is te hoog. Het moet 9 of minder zijn.",
        "words": "Dit is te lang. Er passen hier hoogstens 5 tekens.",
    }


def test_a_page_says_in_words_of_its_own_what_is_wrong() -> None:
    (one,) = wrong_of(WrongFields(note="portal-back"))
    assert one.said(words_of("en")) == words_of("en")("portal-back")


@pytest.mark.parametrize(("day", "said"), [("2026-11-02", "2 November 2026"), ("5-6", "5-6")])
def test_what_a_service_finds_is_said_with_its_days_as_they_are_written_here(day: str, said: str) -> None:
    receipt = Receipt(status="refused", fields=("/paidOn",), why="paid-before-approved", details={"day": day})
    (one,) = wrong_in(receipt)
    assert f"({said})" in one.said(words_of("en"))


def test_a_place_in_a_message_with_a_number_of_another_kind_breaks_nothing() -> None:
    assert "This is not right yet" in drawn([("who", "p2")], Wrong(("parts", "\u00b2")))


@pytest.mark.parametrize("language", DESK)
def test_there_are_words_for_everything_that_can_be_wrong(language: str) -> None:
    assert [why for why in sorted(GENERAL) if not words_of(language).has(f"wrong-{why}")] == []
