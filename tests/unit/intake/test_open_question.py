"""The check of a question: what it says of ordinary questions, and that it only ever advises."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_intake.app import service
from kring_intake.hooks import QuestionCheck, Remark, question_checks
from kring_intake.plugins.open_question import OpenQuestion, OpenQuestionSettings
from kring_intake.plugins.open_question.codes import Code
from kring_intake.plugins.open_question.reading import MOST_CHARACTERS
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from tests.unit.intake.question_scores import labelled

CHECK = OpenQuestion(OpenQuestionSettings())
A_LONG_TEXT = 64 * 1024


def codes(question: str) -> list[str]:
    return [remark.code for remark in CHECK.look(question)]


def words(question: str, code: Code) -> str:
    (span,) = [remark.span for remark in CHECK.look(question) if remark.code == code]
    assert span is not None
    return question[slice(*span)]


@pytest.mark.parametrize(
    "question",
    [
        "Wat is er nodig zodat Filip veilig en rustig kan opgroeien?",
        "Wie kan wat doen zodat Filip weer naar school durft?",
        "Hoe voorkom ik dat ik alleen kom te zitten?",
        "What is needed so that Filip can grow up safely?",
        "How can we together make sure that Filip grows up safe?",
    ],
)
def test_an_open_question_gets_no_remark(question: str) -> None:
    assert codes(question) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Kan Filip thuis blijven?", ["closed"]),
        ("Filip blijft thuis, ja of nee?", ["closed"]),
        ("Should Filip stay at home?", ["closed"]),
        ("Thuis of in een pleeggezin?", ["either-or"]),
        ("Hoe zorgen we dat Filip naar een pleeggezin gaat?", ["prescribes-outcome"]),
        ("How do we get mother to accept treatment?", ["prescribes-outcome"]),
        ("Hoe stopt moeder eindelijk met drinken?", ["prescribes-outcome", "leading"]),
        ("Waarom weigert vader alle hulp?", ["leading"]),
        ("Wat is er nodig zodat de OTS kan eindigen?", ["professional-jargon"]),
        ("Moeder heeft hulp nodig.", ["not-a-question"]),
        ("Waar kan Filip wonen? Wie betaalt de huur?", ["several-questions"]),
    ],
)
def test_a_question_that_leaves_less_room_gets_a_remark_that_says_why(question: str, found: list[str]) -> None:
    assert codes(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "Was braucht Filip, damit er sicher aufwachsen kann?",
        "Wie kann Filip in der Familie bleiben?",
        "De quoi Filip a-t-il besoin pour grandir en sécurité ?",
        "Filip'in güvende büyümesi için ne gerekiyor?",
        "Czego potrzebuje Filip, aby bezpiecznie dorastać?",
        "¿Qué necesita Filip para crecer seguro?",
        "Wat is der nedich om Filip feilich grut wurde te litten mei syn âlden?",
        "ماذا يحتاج فيليب لينشأ في أمان؟",
        "Що потрібно Філіпу, щоб рости в безпеці?",
        "Hvad skal der til, for at Filip kan vokse trygt op?",
        "Filip",
    ],
)
def test_a_question_in_another_language_is_said_to_be_not_checked(question: str) -> None:
    assert codes(question) == ["not-checked"]


@pytest.mark.parametrize("nothing", ["", "  \n ", "?!", "12-3-2026", "…"])
def test_what_holds_no_words_is_no_question(nothing: str) -> None:
    assert codes(nothing) == ["not-a-question"]


def test_a_remark_points_at_the_words_it_is_about() -> None:
    question = "Filip is twaalf jaar.\n\n  Kan hij thuis blijven? Wat is er nodig nu de OTS stopt?"
    assert words(question, Code.CLOSED) == "Kan hij thuis blijven"
    assert words(question, Code.PROFESSIONAL_JARGON) == "OTS"


def test_a_remark_about_letters_written_in_two_signs_points_nowhere_rather_than_beside() -> None:
    (remark,) = CHECK.look("Kan Rene\u0301 thuis blijven?")
    assert (remark.code, remark.span) == ("closed", None)


def test_an_abbreviation_does_not_end_a_question() -> None:
    assert codes("Hoe kan mevr. Jansen met o.a. haar dochter veilig thuis wonen?") == []


def test_a_main_person_who_asks_about_their_own_choice_prescribes_nothing_to_anybody() -> None:
    assert codes("Hoe stop ik met drinken?") == []
    assert codes("Hoe stopt Peter met drinken?") == ["prescribes-outcome"]


def test_asking_how_to_do_without_a_measure_prescribes_nothing() -> None:
    assert codes("Hoe kunnen we voorkomen dat Filip naar een pleeggezin gaat?") == []


def test_an_office_leaves_out_the_remarks_it_does_not_want_and_keeps_the_others() -> None:
    check = OpenQuestion(OpenQuestionSettings(leave_out=frozenset({Code.PROFESSIONAL_JARGON})))
    assert [remark.code for remark in check.look("Kan de OTS stoppen?")] == ["closed"]


def test_it_is_found_by_its_entry_point_and_told_from_other_kinds_by_what_it_can_do() -> None:
    built = plugins.load(service, SharedSettings())
    assert set(question_checks({**built, "another": object()})) == {"open-question"}
    assert isinstance(built["open-question"], QuestionCheck)
    assert not isinstance(object(), QuestionCheck)


def test_a_remark_that_does_not_exist_cannot_be_left_out() -> None:
    wrong = SharedSettings(plugin_settings={"intake:open-question": {"leave_out": ["friendly"]}})
    with pytest.raises(WrongSetup, match="'open-question' are wrong at /leaveOut/0"):
        plugins.load(service, wrong)


WORDS = sorted({f"{word} " for name in ("nl", "en") for row in labelled(name) for word in row.text.split()})
SIGNS = [", ", ". ", "? ", "\n\n", "e\u0301", "\u0130", "\ud800", "\x00", "\u2019"]
PIECES = st.sampled_from([*WORDS, *SIGNS])


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_gets_remarks_in_the_order_of_the_codes_each_once_and_within_the_text(text: str) -> None:
    remarks = CHECK.look(text)
    assert [Code(remark.code) for remark in remarks] == [code for code in Code if code in codes(text)]
    for remark in remarks:
        assert isinstance(remark, Remark)
        assert remark.span is None or 0 <= remark.span[0] < remark.span[1] <= len(text)


@pytest.mark.parametrize("piece", ["dat om ", "hoe zorgen we dat naar ", "how can that be in the sure to ", "a. ", "a"])
def test_a_file_instead_of_a_question_is_read_in_part_and_quickly_whatever_it_holds(piece: str) -> None:
    text = ("Kan Filip thuis blijven? de het een " + piece * A_LONG_TEXT)[:A_LONG_TEXT]
    begin = time.process_time()
    remarks = CHECK.look(text)
    assert time.process_time() - begin < 3
    assert remarks == CHECK.look(text[:MOST_CHARACTERS])
    assert remarks
