"""Every arrow of every process says why it is there and who says so, and every stage can be reached."""

import re
from enum import StrEnum

import pytest

from kring_shared.kernel.process import Process
from tests.architecture.tree import declared

PROCESSES = [process for service, _ in declared().values() for process in service.processes]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_an_arrow_says_why_in_one_sentence_and_whose_word_that_is(process: Process[StrEnum]) -> None:
    assert [arrow for arrow in process.steps if not re.fullmatch(r"[A-Z].*\.", arrow.because)] == []
    assert [arrow for arrow in process.steps if len(arrow.source) <= len("practice")] == []


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_every_stage_is_reached_and_every_way_ends(process: Process[StrEnum]) -> None:
    reached = process.stages()
    assert {step.at for step in process.steps} <= set(reached)
    ends = {stage for stage in reached if process.may_stay(stage)}
    assert ends
    for stage in reached:
        assert _leads_to(process, stage) & ends


def _leads_to(process: Process[StrEnum], stage: StrEnum) -> set[StrEnum]:
    found = {stage}
    while more := {step.to for step in process.steps if step.at in found} - found:
        found |= more
    return found
