"""The built-in criteria and rules keep to the contract that others hold theirs to; one that does not is told why."""

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel, Field

from kring_matching.hooks import Stops, Verdict, View, Words
from kring_matching.plugins import away, distance, full, known_coordinator, language, load, long_ago, travel_limit, wish
from kring_matching.testing import CriterionContract, RuleContract, a_view
from kring_shared.kernel.plugins import Manifest
from tests.architecture.tree import ROOT

SERVICE = ROOT / "services/matching"
CRITERIA = [module.plugin for module in (distance, known_coordinator, language, load, long_ago, wish)]
RULES = [module.plugin for module in (away, full, travel_limit)]


@pytest.mark.parametrize("card", CRITERIA, ids=lambda card: card.name)
class TestCriteria(CriterionContract):
    project = SERVICE
    wrong_settings = ({"weight": -1}, {"weight": "much"})

    @pytest.fixture(autouse=True)
    def of_this_one(self, card: Manifest) -> None:
        self.manifest = card


@pytest.mark.parametrize("card", RULES, ids=lambda card: card.name)
class TestRules(RuleContract):
    project = SERVICE

    @pytest.fixture(autouse=True)
    def of_this_one(self, card: Manifest) -> None:
        self.manifest = card


class Loose(BaseModel):
    weight: float = Field(1.0)


SAYS = Words("says so", "zegt het")
CALLS = count()


def a_criterion(look: Callable[[View], Any], **more: Any) -> CriterionContract:  # noqa: ANN401 - what a plugin has
    """Give the contract around a criterion that looks so."""
    mine = CriterionContract()
    thing = {"weight": 1.0, "look": look} | more
    mine.manifest = Manifest(
        name="mine", service="matching", api=1, title="Looks.", build=lambda _: SimpleNamespace(**thing)
    )
    mine.project = SERVICE
    return mine


def a_rule(keeps_out: Callable[[View], Any]) -> RuleContract:
    mine = RuleContract()
    built = SimpleNamespace(keeps_out=keeps_out)
    mine.manifest = Manifest(name="mine", service="matching", api=1, title="Stops.", build=lambda _: built)
    return mine


def slowly(_: View) -> Verdict:
    time.sleep(0.02)
    return Verdict(None, SAYS)


ANYBODY = "test_whoever_is_seen_it_answers_and_says_why_in_two_languages"
SAME = "test_the_same_is_answered_the_same_whoever_was_seen_in_between"
QUICK = "test_it_answers_quickly_and_does_nothing_else"
WRONG: dict[str, tuple[CriterionContract | RuleContract, str, str]] = {
    "a score alone": (a_criterion(lambda _: 0.5), ANYBODY, "gave a float, and no Verdict"),
    "no Dutch": (a_criterion(lambda _: Verdict(1.0, Words("yes", " "))), ANYBODY, "a sentence is empty"),
    "an id": (a_criterion(lambda view: Verdict(1.0, Words(view.case_id, "x"))), ANYBODY, "holds an id"),
    "a tie": (a_criterion(lambda view: view.coordinator.ties), ANYBODY, "'ties' was looked at: no plugin may"),
    "unnamed": (a_criterion(lambda view: view.active_cases, looks_at=()), ANYBODY, "`looks_at` names all"),
    "a day missing": (a_criterion(lambda view: view.today - view.coordinator.certified_on), ANYBODY, "NoneType"),  # type: ignore[operator]  # the fault that is found
    "a memory": (a_criterion(lambda _: Verdict(None, Words(f"{next(CALLS)}", "x"))), SAME, "it remembers"),
    "a file": (a_criterion(lambda _: Verdict(None, SAYS) if Path(__file__).read_text() else None), QUICK, "seen: open"),
    "a wait": (a_criterion(slowly), QUICK, "takes 2"),
    "no weight": (a_criterion(lambda _: None, weight=-1.0), "test_kring_takes_it_for_a_criterion", "must be a number"),
    "two sentences": (
        a_rule(lambda view: Stops("some", Words(f"has {view.active_cases}", "x"))),
        "test_each_of_its_codes_has_one_sentence",
        "some has several",
    ),
    "a yes": (a_rule(lambda _: True), ANYBODY, "gave a bool, and no Stops"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_plugin_that_breaks_its_word_is_told_how(what: str, tmp_path: Path) -> None:
    contract, check, said = WRONG[what]
    with pytest.raises((Exception, pytest.fail.Exception), match=said):
        getattr(contract, check)(tmp_path)


def test_a_card_that_kring_would_refuse_is_told_why() -> None:
    contract = a_criterion(lambda _: None)
    with pytest.raises(AssertionError, match=r"pyproject\.toml needs mine under"):
        contract.test_its_entry_point_leads_to_its_card()
    contract.manifest = contract.manifest.model_copy(update={"api": 9})
    with pytest.raises(AssertionError, match="the hooks of matching are version 1 here"):
        contract.test_its_card_is_one_that_kring_takes()
    contract.manifest = contract.manifest.model_copy(update={"settings": Loose})
    with pytest.raises(AssertionError, match="need a description: weight"):
        contract.test_every_setting_says_what_it_is()
    contract.wrong_settings = ({"wieght": 1},)
    with pytest.raises(pytest.fail.Exception, match="was taken for right"):
        contract.test_wrong_settings_are_refused_before_anything_is_built()


def test_a_view_for_a_test_is_as_was_asked() -> None:
    view = a_view(active_cases=2, municipality="Zeist", languages=("tr",))
    assert (view.active_cases, view.coordinator.municipality, view.coordinator.languages) == (2, "Zeist", ("tr",))
