"""The tables of the request and of the talk: what they offer, what they refuse, and that nothing gets beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_intake.process import REQUEST, TALK, Stage, table_of
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.intake import AskConsent, WithdrawRequest
from kring_shared.kernel.errors import KringError, NotAllowedNow, NotYet
from tests.unit.intake.made import CASE, MESSAGES, a_mandate, a_request, handled, names

STEPS = {(step.at, step.on.kind()): step.to for table in (REQUEST, TALK) for step in table.steps}
ILLEGAL = [
    pytest.param(stage, message, id=f"{message.name} at {stage}")
    for stage in Stage
    for message in MESSAGES
    if (stage, message.kind()) not in STEPS
]


def test_every_stage_is_in_one_of_the_tables() -> None:
    assert {*REQUEST.stages(), *TALK.stages()} == set(Stage)


@pytest.mark.parametrize("step", [*REQUEST.steps, *TALK.steps], ids=lambda step: f"{step.at} {step.on.name}")
def test_every_arrow_says_why_and_who_says_so(step: object) -> None:
    assert getattr(step, "because", "").endswith(".")
    assert getattr(step, "source", "")


@pytest.mark.parametrize(("stage", "message"), ILLEGAL)
def test_what_is_not_in_the_table_is_refused_and_changes_nothing(stage: Stage, message: Named) -> None:
    before = a_request(stage)
    if isinstance(message, Command):
        with pytest.raises(NotAllowedNow) as refused:
            handled(before, message)
        assert (refused.value.asked, refused.value.stage) == (message.name, stage)
        assert refused.value.possible == before.possible
    elif before.is_over:
        assert handled(before, message) == (before, [])
    else:
        with pytest.raises(NotYet):
            handled(before, message)
    assert before == a_request(stage)


@pytest.mark.parametrize("stage", [s for s in Stage if table_of(s).is_open(s)])
def test_from_every_open_stage_the_main_person_can_stop(stage: Stage) -> None:
    after, told = handled(a_request(stage), WithdrawRequest(case_id=CASE))
    assert after.stage is Stage.WITHDRAWN
    assert names(told) == ["information-talk-cancelled" if stage is Stage.INFORMATION_TALK else "request-withdrawn"]


def test_a_refusal_names_what_is_possible() -> None:
    with pytest.raises(NotAllowedNow, match="possible now: reject-request, triage-request, withdraw-request"):
        handled(a_request(), AskConsent(case_id=CASE))


@given(
    st.sampled_from([Stage.RECEIVED, Stage.INFORMATION_TALK]),
    st.sampled_from([(), (a_mandate(),), (a_mandate(acceptor=False),)]),
    st.lists(st.sampled_from(MESSAGES), max_size=40),
)
def test_whatever_comes_in_whatever_order_a_request_only_goes_where_an_arrow_leads(
    start: Stage, mandates: tuple[Mandate, ...], messages: list[Named]
) -> None:
    request = a_request(start, mandates=mandates)
    for count, message in enumerate(messages):
        before = request
        try:
            request, told = handled(request, message, count)
        except KringError:
            continue
        if (before.stage, message.kind()) not in STEPS:
            assert (request, told) == (before, [])
            continue
        assert request.stage is STEPS[before.stage, message.kind()]
        assert request.stage not in {Stage.ACCEPTED, Stage.IN_MATCHING} or request.consent is not None
