"""What every question check has to keep to: a class of tests that the makers of a plugin inherit.

```python
class TestMine(QuestionCheckContract):
    manifest = plugin
    project = Path(__file__).parents[1]
    samples = (("Kan hij thuis blijven?", ("closed",)), ("Wat is er nodig?", ()))
```
"""

import re
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring_intake.hooks import NOT_CHECKED, QuestionCheck, Remark
from kring_shared.testing.plugins import PluginContract, quick_and_pure

NAME: Final = "Filip van der Testen"
LONG: Final = 20_000
EXAMPLES: Final = 150
TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class QuestionCheckContract(PluginContract):
    """Inherit, set `manifest`, `project` and `samples`, and let pytest run it."""

    samples: tuple[tuple[str, tuple[str, ...]], ...]
    """Questions, each with the codes of the remarks that are meant."""
    unread: str = "Nola jarraitu dezakete familiak eta lagunek etxean elkarrekin?"
    """A question in a language that it cannot read. This one is Basque."""

    def test_it_says_which_languages_it_reads(self, tmp_path: Path) -> None:
        """Look at what tells a check from other plugins of intake."""
        check = self.built(tmp_path)
        assert isinstance(check, QuestionCheck), "it needs languages and look(question)"
        assert isinstance(check.languages, frozenset), "languages: a frozenset"
        wrong = [tag for tag in check.languages if not TAG.fullmatch(tag)]
        assert wrong == [], f"languages: BCP 47 tags, not {wrong}"

    def test_it_remarks_on_the_samples_as_is_meant(self, tmp_path: Path) -> None:
        """Compare the codes of each sample."""
        check = self.built(tmp_path)
        assert self.samples, "samples needs at least one question"
        for question, codes in self.samples:
            found = tuple(remark.code for remark in self._remarks(check, question))
            assert found == codes, f"{question!r} got {found}"

    def test_it_says_that_it_did_not_read_a_language_it_does_not_know(self, tmp_path: Path) -> None:
        """Ask about one: silence would mean that the question is open."""
        found = [remark.code for remark in self._remarks(self.built(tmp_path), self.unread)]
        assert found == [NOT_CHECKED], f"{self.unread!r} got {found}"

    def test_whatever_the_text_is_it_raises_nothing_and_says_the_same_twice(self, tmp_path: Path) -> None:
        """Ask about nonsense, and about samples with something around them."""
        check, fresh = self.built(tmp_path), self.built(tmp_path)

        around = st.builds("{}{}{}".format, st.text(max_size=20), st.sampled_from(self._questions()), st.text())

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(st.text() | around)
        def look(question: str) -> None:
            first = self._remarks(check, question)
            assert self._remarks(fresh, question) == first, "another built from the same settings says something else"

        look()

    def test_a_remark_repeats_nothing_of_the_question(self, tmp_path: Path) -> None:
        """Put a name into each sample, and look for it in what is said."""
        check = self.built(tmp_path)
        for question in self._questions():
            for remark in self._remarks(check, f"{NAME}: {question} {NAME}?"):
                assert NAME not in f"{remark.code} {remark.nl} {remark.en}", "a remark is shown without the question"

    def test_it_answers_quickly_and_does_nothing_else(self, tmp_path: Path) -> None:
        """Ask about each sample many times, and about texts without end."""
        check = self.built(tmp_path)
        for question in self._questions():
            quick_and_pure(lambda text=question: check.look(text))  # type: ignore[misc]  # a text, bound here
        for piece in ("a", " ", "?", "wat ", *self._questions()):
            check.look(piece * (LONG // len(piece)))

    def _questions(self) -> tuple[str, ...]:
        return (*(question for question, _ in self.samples), self.unread)

    @staticmethod
    def _remarks(check: QuestionCheck, question: str) -> tuple[Remark, ...]:
        """Ask, and look at each remark."""
        remarks = check.look(question)
        assert isinstance(remarks, tuple), f"look gave a {type(remarks).__name__}, and no tuple"
        for remark in remarks:
            assert isinstance(remark, Remark), f"it gave a {type(remark).__name__}, and no Remark"
            assert re.fullmatch(r"[a-z][a-z-]{1,40}", remark.code), f"code: small letters and dashes, not {remark.code}"
            assert remark.nl.strip(), "the explanation in Dutch is empty"
            assert remark.en.strip(), "the explanation in English is empty"
            first, end = remark.span or (0, 1)
            assert remark.span is None or 0 <= first < end <= len(question), f"span {remark.span} is not in the text"
        return remarks
