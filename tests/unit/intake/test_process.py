"""The tables of the request and of the talk: what they offer, what they refuse, and that nothing gets beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring_intake.domain.consent import PAST_THE_GATE, has_consent
from kring_intake.process import HELD, REQUEST, TALK, TALKS, Held, Stage, possible
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import Mandate
from kring_shared.contracts.intake import AskConsent, RefuseConsent, WithdrawRequest
from kring_shared.kernel.errors import KringError, NotAllowedNow, NotYet
from tests.unit.intake.made import CASE, MESSAGES, a_mandate, a_request, handled, names

STEPS = {(step.at, step.on.kind()): step.to for table in (REQUEST, TALK) for step in table.steps}
ILLEGAL = [
    pytest.param(stage, message, id=f"{message.name} at {stage}")
    for stage in Stage
    for message in MESSAGES
    if (stage, message.kind()) not in STEPS and not (isinstance(message, RefuseConsent) and stage in PAST_THE_GATE)
]
"""Past the gate a no is heard too: there it stops the request, as a yes that is taken back does."""
REACHED = {at: {to} for at, to in STEPS.items()}
REACHED |= {
    (stage, RefuseConsent.kind()): {Stage.REFUSED, Stage.WITHDRAWN}
    for stage in PAST_THE_GATE | {Stage.TRIAGED, Stage.AWAITING_CONSENT}
}
OPEN = [stage for stage in Stage if not a_request(stage).is_over]


def test_every_stage_is_in_one_of_the_tables() -> None:
    assert {*REQUEST.stages(), *TALK.stages()} == set(Stage)


@pytest.mark.parametrize(
    "step", [*REQUEST.steps, *TALK.steps, *HELD.steps], ids=lambda step: f"{step.at} {step.on.name}"
)
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


@pytest.mark.parametrize("stage", OPEN)
def test_from_every_open_stage_the_main_person_can_stop(stage: Stage) -> None:
    after, told = handled(a_request(stage), WithdrawRequest(case_id=CASE))
    assert after.stage is Stage.WITHDRAWN
    assert names(told) == ["information-talk-cancelled" if stage in TALKS else "request-withdrawn"]


def test_these_are_the_ends() -> None:
    ends = {"refused", "lapsed", "closed", "rejected", "withdrawn", "merged", "transferred"}
    assert set(Stage) - set(OPEN) == ends


@pytest.mark.parametrize("stage", OPEN)
@pytest.mark.parametrize("held", [held for held in Held if held is not Held.FREE])
def test_while_it_waits_only_what_ends_the_wait_and_a_stop_are_possible(stage: Stage, held: Held) -> None:
    stops = {"withdraw-request", "reject-request"} & set(possible(stage, Held.FREE))
    assert set(possible(stage, held)) == stops | set(HELD.possible(held))


def test_a_refusal_names_what_is_possible() -> None:
    now = "merge-request, offer-transfer, record-death, reject-request, triage-request, withdraw-consent"
    with pytest.raises(NotAllowedNow, match=f"possible now: {now}"):
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
        if message.kind() == RefuseConsent.kind() or (before.stage, message.kind()) in STEPS:
            assert request.stage in REACHED[before.stage, message.kind()]
        else:
            assert (request, told) == (before, [])
        assert request.stage not in {Stage.ACCEPTED, Stage.IN_MATCHING} or has_consent(request)
