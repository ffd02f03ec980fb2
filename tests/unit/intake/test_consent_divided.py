"""When people who decide together disagree, nothing goes on over their head: it waits, and a person speaks first."""

from dataclasses import replace

import pytest

from kring_intake.domain import Answered, Request
from kring_intake.domain.consent import PAST_THE_GATE, has_consent
from kring_intake.process import BEFORE_CONSENT, UNDER_WAY, Held, Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    SettleAuthority,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.kernel.errors import NotAllowedNow, NotReady, Refused
from kring_shared.testing.work import an_actor
from tests.unit.intake.made import (
    CASE,
    COORDINATOR,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    a_card,
    a_main_person,
    a_mandate,
    a_request,
    a_triage,
    after,
    gives,
    goes_on,
    handled,
    names,
    refuses,
    said,
    takes_back,
)

PARENTS = (MOTHER, FATHER)
CHILD = a_main_person(FILIP, AgeBand.UNDER_12, *PARENTS)
HERSELF = a_main_person(RACHEL)
HIMSELF = a_main_person(FILIP)
STOP = WithdrawRequest(case_id=CASE)


def of_a_child(stage: Stage = Stage.AWAITING_CONSENT) -> Request:
    return a_request(stage, CHILD)


def of_two(stage: Stage = Stage.AWAITING_CONSENT) -> Request:
    """Rachel and Filip, both adults."""
    return a_request(stage, HERSELF, HIMSELF)


def test_one_parent_refusing_is_a_named_wait_for_the_manager() -> None:
    request, told = after(of_a_child(), gives(MOTHER), refuses(FATHER))
    assert (request.stage, request.held) == (Stage.AWAITING_CONSENT, Held.CONSENT_DIVIDED)
    assert names(told) == ["consent-recorded", "consent-withheld", "request-paused"]
    (paused,) = (fact for fact in told if isinstance(fact, RequestPaused))
    assert paused.because == "consent-divided"


@pytest.mark.parametrize("stage", sorted(PAST_THE_GATE))
def test_one_of_several_who_takes_a_yes_back_makes_it_wait_wherever_it_stands(stage: Stage) -> None:
    request, told = handled(of_two(stage), takes_back(FILIP))
    assert (request.stage, request.held) == (stage, Held.CONSENT_DIVIDED)
    assert names(told) == ["consent-withdrawn", "request-paused"]


@pytest.mark.parametrize("stage", sorted(PAST_THE_GATE))
def test_a_no_past_the_gate_makes_it_wait_as_well(stage: Stage) -> None:
    request, told = handled(of_two(stage), refuses(FILIP))
    assert (request.stage, request.held) == (stage, Held.CONSENT_DIVIDED)
    assert names(told) == ["consent-withheld", "request-paused"]


@pytest.mark.parametrize("stage", sorted({*BEFORE_CONSENT, *PAST_THE_GATE}))
def test_a_main_person_who_stops_stops_for_themselves_and_the_others_are_spoken_with(stage: Stage) -> None:
    request, told = handled(of_two(stage), STOP, actor=an_actor(Role.MAIN_PERSON, FILIP))
    assert (request.stage, request.held) == (stage, Held.CONSENT_DIVIDED)
    assert names(told)[1:] == ["request-paused"]
    assert names(told)[0] == ("consent-withdrawn" if stage in PAST_THE_GATE else "consent-withheld")


@pytest.mark.parametrize("stage", sorted({*BEFORE_CONSENT, *PAST_THE_GATE}))
def test_the_only_one_it_is_about_ends_it(stage: Stage) -> None:
    request, told = handled(a_request(stage), STOP, actor=an_actor(Role.MAIN_PERSON, RACHEL))
    assert (request.stage, request.held) == (Stage.WITHDRAWN, Held.FREE)
    assert names(told)[-1] == "request-withdrawn"


@pytest.mark.parametrize("stage", sorted({*BEFORE_CONSENT, *PAST_THE_GATE}))
def test_the_office_that_hears_that_all_of_them_stop_ends_it(stage: Stage) -> None:
    request, told = handled(of_two(stage), STOP)
    assert (request.stage, names(told)) == (Stage.WITHDRAWN, ["request-withdrawn"])


def test_the_last_no_before_the_gate_refuses_it() -> None:
    request, told = after(of_a_child(), refuses(MOTHER), refuses(FATHER))
    assert (request.stage, request.held) == (Stage.REFUSED, Held.FREE)
    assert names(told) == ["consent-withheld", "request-paused", "consent-withheld", "consent-refused"]


@pytest.mark.parametrize("stage", sorted(PAST_THE_GATE))
@pytest.mark.parametrize("last", [refuses(RACHEL), takes_back(RACHEL)], ids=lambda message: message.name)
def test_the_last_no_past_the_gate_withdraws_it(stage: Stage, last: Command) -> None:
    request, told = after(of_two(stage), takes_back(FILIP), last)
    assert (request.stage, request.held) == (Stage.WITHDRAWN, Held.FREE)
    assert names(told)[-1] == "request-withdrawn"
    assert "request-resumed" not in names(told)


def test_the_last_to_stop_before_anybody_was_asked_withdraws_it() -> None:
    request, told = handled(of_two(Stage.RECEIVED), STOP, actor=an_actor(Role.MAIN_PERSON, FILIP))
    request, told = handled(request, refuses(RACHEL), 1)
    assert (request.stage, names(told)) == (Stage.WITHDRAWN, ["consent-withheld", "request-withdrawn"])


def test_who_held_back_and_says_yes_heals_it() -> None:
    request, _ = after(of_a_child(), gives(MOTHER), refuses(FATHER))
    request, told = handled(request, gives(FATHER), 3)
    assert (request.stage, request.held) == (Stage.CONSENTED, Held.FREE)
    assert names(told) == ["consent-recorded", "request-resumed", "consent-given"]


@pytest.mark.parametrize("stage", sorted(PAST_THE_GATE))
def test_a_healed_request_goes_on_where_it_stood(stage: Stage) -> None:
    request, told = after(of_two(stage), takes_back(FILIP), gives(FILIP))
    assert (request.stage, request.held, has_consent(request)) == (stage, Held.FREE, True)
    (resumed,) = (fact for fact in told if isinstance(fact, RequestResumed))
    assert resumed.main_persons == (RACHEL, FILIP)
    assert "consent-given" not in names(told)


def test_the_yes_of_another_does_not_heal_it() -> None:
    request, _ = after(of_a_child(), refuses(FATHER))
    request, told = handled(request, gives(MOTHER), 2)
    assert (request.held, names(told)) == (Held.CONSENT_DIVIDED, ["consent-recorded"])


def test_while_two_hold_back_the_yes_of_one_is_not_enough() -> None:
    three = a_request(Stage.ACCEPTED, CHILD, HERSELF)
    request, _ = after(three, takes_back(MOTHER), takes_back(FATHER), gives(MOTHER))
    assert request.held is Held.CONSENT_DIVIDED
    assert handled(request, gives(FATHER), 4)[0].held is Held.FREE


def test_after_a_no_before_the_gate_the_others_still_have_to_be_asked() -> None:
    request, told = after(of_a_child(), refuses(FATHER), gives(FATHER))
    assert (request.stage, request.held) == (Stage.AWAITING_CONSENT, Held.FREE)
    assert names(told)[-1] == "request-resumed"


def test_a_childs_own_no_waits_for_a_person_to_speak_with_them() -> None:
    request, told = after(of_a_child(), gives(MOTHER), refuses(FILIP))
    assert (request.held, names(told)[-1]) == (Held.CONSENT_DIVIDED, "request-paused")
    assert handled(request, gives(FATHER), 3)[0].held is Held.CONSENT_DIVIDED
    assert handled(request, goes_on(FILIP), 3)[0].held is Held.FREE


def test_a_childs_no_does_not_end_it_while_nobody_knows_who_decides_for_the_child() -> None:
    request = a_request(Stage.AWAITING_CONSENT, a_main_person(FILIP, AgeBand.UNDER_12))
    assert handled(request, refuses(FILIP))[0].held is Held.CONSENT_DIVIDED


def test_the_no_of_the_only_one_of_unknown_age_ends_it() -> None:
    request = a_request(Stage.AWAITING_CONSENT, a_main_person(RACHEL, None))
    assert handled(request, refuses(RACHEL))[0].stage is Stage.REFUSED


def test_it_goes_on_with_those_who_want_to_and_leaves_the_other_out() -> None:
    request, _ = handled(of_two(Stage.AWAITING_CONSENT), refuses(FILIP))
    request, told = after(request, goes_on(RACHEL), gives(RACHEL))
    assert (request.stage, [person.id for person in request.active_persons]) == (Stage.CONSENTED, [RACHEL])
    assert names(told) == ["request-resumed", "consent-recorded", "consent-given"]
    (resumed,) = (fact for fact in told if isinstance(fact, RequestResumed))
    assert resumed.main_persons == (RACHEL,)


def test_leaving_somebody_out_may_be_all_that_kept_the_gate_shut() -> None:
    request, told = after(of_two(), gives(RACHEL), refuses(FILIP), goes_on(RACHEL))
    assert (request.stage, names(told)[-2:]) == (Stage.CONSENTED, ["request-resumed", "consent-given"])


def test_who_was_left_out_decides_nothing_any_more() -> None:
    request, _ = after(of_two(), refuses(FILIP), goes_on(RACHEL))
    for message in (gives(FILIP), refuses(FILIP), takes_back(FILIP)):
        with pytest.raises(Refused):
            handled(request, message, 5)


def test_it_does_not_go_on_for_a_child_over_the_head_of_a_parent() -> None:
    request, _ = after(of_a_child(), gives(MOTHER), refuses(FATHER))
    with pytest.raises(NotReady, match="over their head"):
        handled(request, goes_on(FILIP), 3)


@pytest.mark.parametrize("wrong", [(MOTHER,), (RACHEL, COORDINATOR)])
def test_only_main_persons_can_be_gone_on_with(wrong: tuple[str, ...]) -> None:
    request, _ = handled(of_two(), refuses(FILIP))
    with pytest.raises(Refused, match="only main persons"):
        handled(request, goes_on(*wrong), 2)


def test_nobody_is_left_out_of_what_does_not_wait() -> None:
    with pytest.raises(NotAllowedNow):
        handled(of_two(), goes_on(RACHEL))


@pytest.mark.parametrize(
    "message", [a_triage(), AskConsent(case_id=CASE), AcceptRequest(case_id=CASE)], ids=lambda m: m.name
)
def test_while_it_is_divided_no_step_is_taken(message: Named) -> None:
    request, _ = handled(of_two(Stage.CONSENTED), takes_back(FILIP))
    with pytest.raises(NotAllowedNow) as refused:
        handled(request, message, 2)
    assert refused.value.stage == "consent-divided"
    assert {"give-consent", "go-on-with", "withdraw-request"} <= set(refused.value.possible)


def test_what_others_did_meanwhile_is_heard_also_while_it_is_divided() -> None:
    request, _ = handled(of_two(Stage.ACCEPTED), takes_back(FILIP))
    started = AssignmentActivated(case_id=CASE, coordinator=a_card(COORDINATOR, "Ans"))
    request, _ = after(request, SearchStarted(case_id=CASE), started)
    assert (request.stage, request.held) == (Stage.IN_PREPARATION, Held.CONSENT_DIVIDED)


@pytest.mark.parametrize("held", [Held.TRANSFER_OFFERED, Held.PERSON_DIED])
@pytest.mark.parametrize("stage", sorted(UNDER_WAY))
def test_a_stop_is_heard_also_while_it_waits_for_something_else(held: Held, stage: Stage) -> None:
    waiting = replace(of_two(stage), held=held)
    request, told = handled(waiting, takes_back(FILIP))
    assert request.held is not Held.FREE
    assert names(told)[0] == "consent-withdrawn"
    assert handled(request, takes_back(RACHEL), 2)[0].stage is Stage.WITHDRAWN


@pytest.mark.parametrize("held", [Held.TRANSFER_OFFERED, Held.PERSON_DIED])
@pytest.mark.parametrize("stage", [Stage.AWAITING_CONSENT, Stage.CONSENTED])
def test_a_yes_is_not_asked_while_it_waits_for_something_else(held: Held, stage: Stage) -> None:
    waiting = replace(a_request(stage, CHILD, answers=(said(MOTHER),)), held=held)
    with pytest.raises(NotAllowedNow):
        handled(waiting, gives(FATHER))


def test_settling_authority_while_it_waits_moves_nothing() -> None:
    request, _ = handled(of_two(Stage.CONSENTED), takes_back(FILIP))
    settled, told = handled(request, SettleAuthority(case_id=CASE, person_id=FILIP, age_band=AgeBand.ADULT), 2)
    assert (settled.stage, settled.held, names(told)) == (request.stage, request.held, ["authority-recorded"])


def test_siblings_with_different_guardians_are_one_conference_with_conditions_for_each() -> None:
    other_father = "019aa0000000700080000000000000ca"
    filip = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER, FATHER)
    rachel = a_main_person(RACHEL, AgeBand.FROM_12, MOTHER, other_father)
    mandates = (a_mandate(for_persons=(FILIP,)), a_mandate(kind="ocj", for_persons=(RACHEL,)))
    request = a_request(Stage.AWAITING_CONSENT, filip, rachel, mandates=mandates)
    request, _ = after(request, *(gives(who) for who in (MOTHER, FATHER, other_father)))
    assert request.stage is Stage.AWAITING_CONSENT
    request, _ = handled(request, gives(RACHEL), 4)
    assert request.stage is Stage.CONSENTED
    divided, _ = handled(request, takes_back(other_father), 5)
    smaller, _ = handled(divided, goes_on(FILIP), 6)
    assert (smaller.stage, smaller.standing_mandates) == (Stage.CONSENTED, (mandates[0],))


def test_people_left_out_and_what_binds_only_them_are_not_in_what_is_accepted() -> None:
    mandates = (
        a_mandate(for_persons=(FILIP,)),
        a_mandate(kind="ocj", for_persons=(RACHEL, FILIP)),
        a_mandate(kind="vk"),
    )
    request = a_request(Stage.CONSENTED, HERSELF, HIMSELF, mandates=mandates)
    _, told = after(request, takes_back(FILIP), goes_on(RACHEL), AcceptRequest(case_id=CASE))
    (accepted,) = (fact for fact in told if isinstance(fact, RequestAccepted))
    assert [card.person_id for card in accepted.main_persons] == [RACHEL]
    assert [(m.kind, m.for_persons) for m in accepted.mandates] == [("ocj", (RACHEL,)), ("vk", ())]
    assert FILIP not in accepted.model_dump_json()


def test_a_withdrawn_answer_stays_known_as_one() -> None:
    request, _ = handled(of_two(Stage.ACCEPTED), takes_back(FILIP))
    assert {s.giver_id: s.answer for s in request.said} == {RACHEL: Answered.YES, FILIP: Answered.WITHDRAWN}
