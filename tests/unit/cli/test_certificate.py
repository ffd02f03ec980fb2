"""A certificate is one page that can hang on a wall, and says nothing that belongs in the register."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import CertificateShown
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.papers.certificate import SCOPES, in_words, rendered, title_of

RACHEL = CertificateShown(
    person_id="0" * 31 + "3",
    name="Rachel van den Berg",
    office="Utrecht",
    organisation="eigen-kracht-nl",
    issued_on=date(2026, 11, 22),
    scopes=(ConferenceType.FAMILY,),
)
A4_POINTS = (595, 842)


def text_of(page: bytes) -> str:
    return " ".join(PdfReader(BytesIO(page)).pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", ("Eigen Kracht NL", "families en individuen", "Utrecht, 22 november 2026", "regiomanager")),
        ("en", ("Eigen Kracht NL", "families and individuals", "Utrecht, 22 November 2026", "regional manager")),
    ],
)
def test_a_certificate_is_one_page_of_a4_with_the_name_the_office_the_day_and_the_scope(
    language: str, words: tuple[str, ...]
) -> None:
    page = rendered(RACHEL, language)
    assert page.startswith(b"%PDF")
    (only,) = PdfReader(BytesIO(page)).pages
    assert (round(only.mediabox.width), round(only.mediabox.height)) == A4_POINTS
    text = text_of(page)
    assert all(word in text for word in ("Rachel van den Berg", *words))
    assert RACHEL.person_id not in text


def test_the_same_certificate_is_the_same_to_the_byte() -> None:
    assert rendered(RACHEL, "nl") == rendered(RACHEL, "nl")


def test_a_long_name_and_every_type_stay_on_the_page_and_nothing_in_a_name_is_taken_for_layout() -> None:
    long = "Wilhelmina-Alexandrina #strong[van] Oudenhoven de la Croix *en* Zoon $x$"
    every = tuple(ConferenceType)
    page = rendered(RACHEL.model_copy(update={"name": long, "scopes": every}), "nl")
    assert len(PdfReader(BytesIO(page)).pages) == 1
    text = text_of(page)
    assert "#strong[van]" in text
    assert "*en*" in text
    assert all(SCOPES["nl"][scope.value] in text for scope in every)


def test_an_office_that_stands_by_itself_declares_in_its_own_name() -> None:
    assert "Kantoor Utrecht verklaart" in text_of(rendered(RACHEL.model_copy(update={"organisation": ""}), "nl"))
    assert title_of("eigen-kracht-be") == "Eigen Kracht BE"
    assert in_words(date(2026, 3, 1), "nl") == "1 maart 2026"


def test_another_language_and_no_office_are_refused_before_anything_is_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KRING_OFFICE", raising=False)
    words = ["certificate", RACHEL.person_id, "--out", "certificate.pdf"]
    assert run_words([*words, "--language", "fr"]) != 0
    assert "nl and en" in capsys.readouterr().err
    assert run_words(words) != 0
    assert "say which office" in capsys.readouterr().err
