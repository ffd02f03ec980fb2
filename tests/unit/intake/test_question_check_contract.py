"""What comes with intake keeps to the contracts that others hold theirs to; a check that does not is told why."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kring_intake.hooks import Remark
from kring_intake.plugins import cloudevents, csv, e_mail
from kring_intake.plugins.open_question import plugin
from kring_intake.testing import QuestionCheckContract
from kring_shared.kernel.plugins import Manifest
from kring_shared.testing.plugins import PluginContract
from tests.architecture.tree import ROOT

SAMPLES = "test_it_remarks_on_the_samples_as_is_meant"
UNREAD = "test_it_says_that_it_did_not_read_a_language_it_does_not_know"
TEXTS = "test_whatever_the_text_is_it_raises_nothing_and_says_the_same_twice"
NAMES = "test_a_remark_repeats_nothing_of_the_question"


class TestOpenQuestion(QuestionCheckContract):
    manifest = plugin
    project = ROOT / "services/intake"
    wrong_settings = ({"leave_out": 1},)
    samples = (
        ("Kan Filip thuis blijven wonen?", ("closed",)),
        ("Wat is er nodig om thuis te kunnen blijven wonen?", ()),
        ("What is needed so that he can stay at home?", ()),
    )


ADAPTERS = [cloudevents.plugin, cloudevents.lines, csv.plugin, e_mail.plugin]


@pytest.mark.parametrize("card", ADAPTERS, ids=lambda card: card.name)
class TestAdapters(PluginContract):
    project = ROOT / "services/intake"
    wrong_settings = ({"any": 1},)

    @pytest.fixture(autouse=True)
    def of_this_one(self, card: Manifest) -> None:
        self.manifest = card


def a_check(look: Callable[[str], Any]) -> QuestionCheckContract:
    """Give the contract around a check that looks so."""
    mine, built = QuestionCheckContract(), SimpleNamespace(languages=frozenset({"nl"}), look=look)
    mine.manifest = Manifest(name="mine", service="intake", api=1, title="Looks.", build=lambda _: built)
    mine.samples = (("Wat nu?", ()),)
    return mine


WRONG = {
    "one remark": (lambda _: Remark("closed", "x", "x"), SAMPLES, "gave a Remark, and no tuple"),
    "another code": (lambda _: (Remark("closed", "x", "x"),), SAMPLES, "Wat nu.' got"),
    "silence": (lambda _: (), UNREAD, "got"),
    "no English": (lambda _: (Remark("closed", "x", ""),), SAMPLES, "English is empty"),
    "a span outside": (lambda text: (Remark("closed", "x", "x", (0, len(text) + 1)),), SAMPLES, "not in the text"),
    "an empty text": (lambda text: (Remark("closed", text[0] and "x", "x"),), TEXTS, "string index out of range"),
    "an echo": (lambda text: (Remark("closed", text, "x"),), NAMES, "shown without the question"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_check_that_breaks_its_word_is_told_how(what: str, tmp_path: Path) -> None:
    look, check, said = WRONG[what]
    with pytest.raises((AssertionError, IndexError), match=said):
        getattr(a_check(look), check)(tmp_path)
