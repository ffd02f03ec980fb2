"""The plan on paper: everybody can read it, in their own language as far as the headings go, and by ear too."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from kring_shared.contracts.conference import Agreement, HelpAsked, LegalForm, PlanShown, PlanText, PlanTranslation
from kring_shared.contracts.field import ConferenceType
from kring_shared.kernel.errors import NotFound, WrongSetup
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.desk import Desk
from kring_shared.runtime.paper.plan import LANGUAGES, headings, paper, paper_of
from kring_shared.runtime.paper.plan.headings import headings_of

A4_POINTS = (595, 842)
CASE_ID = "0" * 31 + "1"
WORDS = PlanText(
    agreements=(
        Agreement(who="Oma Tineke", what="Filip slaapt bij oma", when="elk derde weekend", how_long="tot de zomer"),
        Agreement(who="Opa Jef", what="rijdt mee naar de kliniek", when="maandag"),
    ),
    strengths=("We wonen dicht bij elkaar",),
    help_asked=(HelpAsked(what="Een plek bij de kliniek", of_whom="de huisarts"), HelpAsked(what="Hulp bij schulden")),
    review_on=date(2027, 1, 15),
    review_by="Oma en Filip",
    stay_in_touch="In onze eigen groep",
    fallback_convener="Opa belt iedereen",
    whom_to_warn="Het ondersteuningscentrum",
    legal_form=LegalForm.FAMILY_GROUP_PLAN,
)
SHOWN = PlanShown(
    case_id=CASE_ID,
    stage="distributed",
    plan_version=2,
    counts=True,
    whole=True,
    plan=WORDS,
    help_answers=("1: yes from 2026-12-07", "2: no"),
    held_on=date(2026, 11, 21),
    written_out_on=date(2026, 11, 23),
)
TURKISH = PlanTranslation(
    language="tr",
    translator="Elif Demir",
    plan=WORDS.model_copy(update={"stay_in_touch": "Kendi grubumuzda", "legal_form": LegalForm.NONE}),
)
OWN = SHOWN.model_copy(
    update={
        "whole": False,
        "plan": PlanText(agreements=WORDS.agreements[1:]),
        "asked": ("Hulp bij schulden",),
        "help_answers": ("2: open",),
    }
)


def read(page: bytes) -> PdfReader:
    return PdfReader(BytesIO(page))


def text_of(page: bytes) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in read(page).pages).split())


def test_everything_the_circle_said_stands_on_it_under_headings_of_its_own() -> None:
    text = text_of(paper_of(SHOWN))
    for words in (
        "Ons plan",
        "Gemaakt op 21 november 2026 · versie 2 · op papier gezet op 23 november 2026",
        "In de wet heet dit plan: familiegroepsplan.",
        "Onze afspraken Wie Wat Wanneer Hoe lang Oma Tineke Filip slaapt bij oma elk derde weekend tot de zomer",
        "Wat we zelf kunnen • We wonen dicht bij elkaar",
        "Een plek bij de kliniek Gevraagd aan de huisarts · Antwoord: ja, vanaf 7 december 2026",
        "Hulp bij schulden Antwoord: nee",
        "Wanneer we kijken hoe het gaat 15 januari 2027 Oma en Filip",
        "Zo houden we contact In onze eigen groep",
        "Wie ons weer bij elkaar roept als het niet lukt Opa belt iedereen",
        "Wie het hoort als we er zelf niet uitkomen Het ondersteuningscentrum",
        "Bladzijde 1 van 1",
    ):
        assert words in text
    assert CASE_ID not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("large_print", [False, True])
def test_it_is_a4_and_tagged_with_title_and_language_so_that_it_can_be_read_aloud(
    language: str, *, large_print: bool
) -> None:
    pdf = read(paper_of(SHOWN, language, large_print=large_print))
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} == {A4_POINTS}
    root: Any = pdf.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == headings_of(language, "family")["title"]
    assert (
        'pdfuaid:part="1"' in str(root["/Metadata"].get_data()) or b"<pdfuaid:part>1<" in root["/Metadata"].get_data()
    )


def sizes_of(page: bytes) -> set[float]:
    """Give the sizes of letters the circle's own words are set in, in points."""
    sizes: set[float] = set()

    def note(text: str, _around: Any, matrix: Any, _font: Any, size: float) -> None:  # noqa: ANN401 - as pypdf calls it
        if "onze eigen" in text:
            sizes.add(round(abs(size * matrix[3])))

    for sheet in read(page).pages:
        sheet.extract_text(visitor_text=note)
    return sizes


def test_letters_are_of_eleven_points_and_of_sixteen_in_large_print() -> None:
    assert sizes_of(paper_of(SHOWN)) == {11}
    assert sizes_of(paper_of(SHOWN, large_print=True)) == {16}


def test_in_large_print_agreements_stand_under_each_other() -> None:
    text = text_of(paper_of(SHOWN, large_print=True))
    assert "Wie: Oma Tineke Wat: Filip slaapt bij oma Wanneer: elk derde weekend Hoe lang: tot de zomer" in text
    assert "Wie: Opa Jef Wat: rijdt mee naar de kliniek Wanneer: maandag" in text


def test_a_column_nobody_filled_in_is_left_out() -> None:
    bare = WORDS.model_copy(update={"agreements": WORDS.agreements[1:]})
    assert "Hoe lang" not in text_of(paper_of(SHOWN.model_copy(update={"plan": bare})))


@pytest.mark.parametrize("form", list(ConferenceType))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_heading_of_every_form(language: str, form: str) -> None:
    dutch, theirs = headings_of("nl", form), headings_of(language, form)
    assert set(theirs) == set(dutch)
    assert all(theirs.values())
    for name, words in dutch.items():
        assert {
            part for part in ("{day}", "{name}", "{number}", "{form}", "{whom}", "{page}", "{pages}") if part in words
        } == {
            part
            for part in ("{day}", "{name}", "{number}", "{form}", "{whom}", "{page}", "{pages}")
            if part in theirs[name]
        }
    if form != ConferenceType.FAMILY:
        assert theirs["title"] != headings_of(language, "family")["title"]
    assert set(headings._file(language)) == set(headings._file("nl"))


def test_a_pupil_reads_what_they_want_to_learn() -> None:
    text = text_of(paper_of(SHOWN.model_copy(update={"form": "learning"}), "en"))
    assert "My plan to learn" in text
    assert "What I want to learn and what we do for it" in text


def test_a_version_that_does_not_count_says_so_on_every_page() -> None:
    many = WORDS.model_copy(update={"agreements": WORDS.agreements * 20})
    pdf = read(paper_of(SHOWN.model_copy(update={"counts": False, "plan": many})))
    assert len(pdf.pages) > 1
    assert all("Deze versie telt nog niet" in page.extract_text() for page in pdf.pages)
    assert "telt nog niet" not in text_of(paper_of(SHOWN))


def test_a_translation_stands_behind_the_plan_with_who_made_it_and_the_plan_leads() -> None:
    shown = SHOWN.model_copy(update={"translations": (TURKISH,)})
    first, *rest = (" ".join(page.extract_text().split()) for page in read(paper_of(shown, "tr")).pages)
    assert "In onze eigen groep" in first
    assert "Elif Demir" not in first
    behind = " ".join(rest)
    assert "Çeviren: Elif Demir. Çevrenin kendi sözleriyle yazılmış plan esastır." in behind  # noqa: RUF001 - Turkish
    assert "Kendi grubumuzda" in behind
    assert "Elif Demir" not in text_of(paper_of(shown, "nl"))


def test_a_translation_into_a_language_without_headings_keeps_those_of_the_plan() -> None:
    somali = TURKISH.model_copy(update={"language": "so", "translator": "Hodan Ali"})
    text = text_of(paper_of(SHOWN.model_copy(update={"translations": (somali,)}), "so"))
    assert "Vertaald door Hodan Ali. Het plan in de eigen woorden van de kring gaat voor." in text


def test_who_does_not_get_all_of_it_gets_their_own_part_and_nothing_else() -> None:
    text = text_of(paper_of(OWN))
    assert "Uw deel van het plan" in text
    assert "De rest van het plan is van de kring." in text
    assert "rijdt mee naar de kliniek" in text
    assert "Wat er aan u gevraagd wordt • Hulp bij schulden Nog geen antwoord" in text
    for others in ("Oma Tineke", "eigen groep", "dicht bij elkaar", "Wat we zelf kunnen"):
        assert others not in text
    only_asked = text_of(paper_of(OWN.model_copy(update={"plan": None})))
    assert "Hulp bij schulden" in only_asked
    assert "Onze afspraken" not in only_asked


def test_where_there_is_nothing_to_read_there_is_no_paper() -> None:
    with pytest.raises(NotFound, match="nothing of this plan"):
        paper_of(OWN.model_copy(update={"plan": None, "asked": ()}))


def test_nothing_in_the_circles_words_is_taken_for_layout() -> None:
    sharp = WORDS.model_copy(update={"strengths": ('#strong[x] *en* $y$ "aan" \\ } #set text(red)',)})
    assert '#strong[x] *en* $y$ "aan" \\ } #set text(red)' in text_of(
        paper_of(SHOWN.model_copy(update={"plan": sharp}))
    )


def test_arabic_is_set_from_right_to_left() -> None:
    words = paper.inputs_of(SHOWN, "ar", large_print=False, original="nl")
    assert headings_of("ar", "family")["title"] in words["said"]
    page = read(paper_of(SHOWN, "ar")).pages[0]
    lines = page.extract_text(extraction_mode="layout").splitlines()
    (row,) = (line for line in lines if "Oma Tineke" in line)
    assert row.index("tot de zomer") < row.index("elk derde") < row.index("Filip slaapt") < row.index("Oma Tineke")


def test_a_plan_is_never_given_out_with_letters_missing_and_the_refusal_says_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real: Any = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *of, **how: real(*of, **how, ignore_system_fonts=True))
    amharic = WORDS.model_copy(update={"strengths": ("ሰላም",)})
    with pytest.raises(WrongSetup, match="install one") as refused:
        paper_of(SHOWN.model_copy(update={"plan": amharic}))
    assert "ሰ" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_the_same_plan_is_the_same_to_the_byte() -> None:
    assert paper_of(SHOWN, "de") == paper_of(SHOWN, "de")


def answering(monkeypatch: pytest.MonkeyPatch, shown: PlanShown) -> list[Any]:
    """Answer instead of a Kring; give what is asked."""
    asked: list[Any] = []

    def ask(desk: Desk, query: Any, _form: object) -> PlanShown:  # noqa: ANN401 - of its own class
        asked.append((desk.who, desk.office, query))
        return shown

    monkeypatch.setattr(Desk, "ask", ask)
    return asked


def words_for(out: Path | str, *more: str) -> list[str]:
    return ["plan", CASE_ID, "--office", "utrecht", "--as", "0" * 31 + "3", "--out", str(out), *more]


def test_the_command_asks_in_the_role_that_is_named_and_writes_a_file_for_its_owner_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = answering(monkeypatch, SHOWN)
    out = tmp_path / "plan.pdf"
    words = words_for(out, "--role", "circle-member", "--version", "2", "--large-print", "--language", "en")
    assert run_words(words) == 0
    ((who, office, query),) = asked
    assert (who.role, who.id, office) == ("circle-member", "0" * 31 + "3", "utrecht")
    assert (query.case_id, query.plan_version) == (CASE_ID, 2)
    assert out.read_bytes() == paper_of(SHOWN, "en", large_print=True)
    assert out.stat().st_mode & 0o077 == 0


def test_the_command_refuses_what_it_cannot_do_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answering(monkeypatch, SHOWN.model_copy(update={"translations": (TURKISH,)}))
    monkeypatch.delenv("KRING_OFFICE", raising=False)
    for words, said in (
        (words_for(tmp_path / "a", "--language", "so"), "there is nl, en, fr, de, tr, ar, pl"),
        (words_for(tmp_path / "no" / "folder"), "cannot be written"),
        (["plan", "x", *words_for(tmp_path / "a")[2:]], "32 digits"),
        (["plan", CASE_ID, "--as", "me", "--out", "a"], "say which office"),
    ):
        assert run_words(words) != 0
        assert said in capsys.readouterr().err
    assert len(asked) == 2
    assert not (tmp_path / "a").exists()
