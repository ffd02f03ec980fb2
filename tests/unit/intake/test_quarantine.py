"""Referrals that were set apart: a person takes one on or does not, and nothing of it stays longer than two weeks."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from kring_intake.domain import KnownReferral, Quarantined, Request
from kring_intake.domain.referral import HoldsNationalNumber
from kring_intake.handlers.quarantine import REASONS
from kring_intake.process import QuarantineStage, Stage
from kring_shared.contracts.intake import (
    DuplicateSuspected,
    QuarantineOver,
    QuarantineRefusal,
    QuarantineReleased,
    RejectQuarantined,
    ReleaseQuarantined,
    RequestReceived,
)
from kring_shared.contracts.offices import EXAMPLE_OFFICES, OfficeCard
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.referral import ReferralReceipt
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, facts_of
from tests.unit.intake.acted import act
from tests.unit.intake.sent import STAFF, Desk, an_event, posted_event, receipt_of, request_of

BSN = "123456782"
"""Passes the test of a national number and is nobody's."""
WITH_NUMBER = an_event("event-5", question=f"Hoe blijft Filip ({BSN}) veilig?")
NO_TALKS = {"kind": "professional", "name": "M. Jansen", "email": "m.jansen@wijkteam.example"}


def set_apart(event: str = WITH_NUMBER, *, by_staff: bool = False) -> tuple[Desk, Quarantined]:
    """Set one referral apart at Utrecht."""
    desk = Desk()
    work = desk.submit(event, actor=STAFF if by_staff else None, system="wijkteam-noord")
    (apart,) = (a for a in work.changed.values() if isinstance(a, Quarantined))
    assert work.reminders[0].deadline == QuarantineOver(case_id=apart.id)
    return desk, apart


def kept_of(desk: Desk) -> Quarantined:
    """Give the one that was set apart, as it stands now."""
    (apart,) = (a for a in desk.kept.values() if isinstance(a, Quarantined))
    return apart


def answer_of(work: Work) -> ReferralReceipt:
    """Give what the sender reads on the bus."""
    return ReferralReceipt.model_validate(posted_event(work)["data"])


def test_it_is_kept_with_the_way_it_came_and_what_its_sender_calls_it() -> None:
    _, apart = set_apart()
    assert (apart.channel, apart.system, apart.reference) == ("bus", "wijkteam-noord", "WN-2026-0041")


@pytest.mark.parametrize("office", EXAMPLE_OFFICES, ids=lambda office: office.id)
def test_it_is_erased_after_the_days_of_the_policy_and_never_after_more_than_fourteen(office: OfficeCard) -> None:
    work = Desk(office.id).submit(WITH_NUMBER)
    days = work.reminders[0].due - NOON
    assert days == timedelta(days=POLICIES[office.policy].quarantine_days)
    assert days <= timedelta(days=14)


def test_taken_on_as_it_was_masked_it_becomes_a_request_and_its_sender_hears_the_id() -> None:
    desk, apart = set_apart()
    work = act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    request = request_of(work)
    assert [fact.name for fact in facts_of(work)] == ["request-received", "quarantine-released"]
    assert (request.stage, request.channel) == (Stage.RECEIVED, "bus")
    assert request.question is not None
    assert work.open(request.question, str) == "Hoe blijft Filip (*********) veilig?"
    (posted,) = work.posted
    assert posted.subject == "kring.utrecht.receipts.wijkteam-noord"
    assert posted_event(work)["inreplyto"] == "event-5"
    assert (answer_of(work).status, answer_of(work).request_id) == ("received", request.case_id)
    assert work.answer is not None
    assert work.answer["requestId"] == request.case_id


def test_taken_on_as_a_person_mended_it_the_mended_words_are_kept() -> None:
    desk, apart = set_apart()
    work = act(desk, ReleaseQuarantined(quarantine_id=apart.id, event=an_event("event-5", question="Wie helpt Filip?")))
    question = request_of(work).question
    assert question is not None
    assert work.open(question, str) == "Wie helpt Filip?"


def test_a_talk_that_was_set_apart_becomes_a_talk() -> None:
    desk, apart = set_apart(an_event(informationTalkOnly=True, question=BSN))
    work = act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    (fact,) = (fact for fact in facts_of(work) if isinstance(fact, QuarantineReleased))
    assert (request_of(work).stage, fact.request_id) == (Stage.INFORMATION_TALK, None)
    assert (answer_of(work).code, answer_of(work).request_id) == ("kring.information-talk", None)


def test_what_is_taken_on_is_held_against_the_others_and_only_the_office_hears_of_it() -> None:
    desk, apart = set_apart()
    first = request_of(desk.submit(an_event("other-1", "urn:be:ocj-gent")))
    work = act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    (suspected,) = (fact for fact in facts_of(work) if isinstance(fact, DuplicateSuspected))
    assert suspected.other_id == first.case_id
    assert answer_of(work).status == "received"
    assert work.answer is not None
    assert work.answer["status"] == "possibleDuplicate"


def test_after_it_was_taken_on_its_text_is_gone_and_only_codes_are_left() -> None:
    desk, apart = set_apart()
    work = act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    left = kept_of(desk)
    assert [(e.scope, e.because) for e in work.erased] == [(f"quarantine/{apart.id}", "quarantine-released")]
    assert (left.stage, left.text.box, left.reference) == (QuarantineStage.RELEASED, "", "")
    assert (QuarantineOver.kind(), apart.id) in work.forgotten


@pytest.mark.parametrize("again", [WITH_NUMBER, an_event("event-5"), an_event("event-6")])
def test_once_it_was_taken_on_sending_it_again_leads_to_the_request(again: str) -> None:
    desk, apart = set_apart()
    request = request_of(act(desk, ReleaseQuarantined(quarantine_id=apart.id)))
    work = desk.submit(again)
    assert (receipt_of(work).status, receipt_of(work).request_id) == ("repeated", request.case_id)
    assert not any(isinstance(a, KnownReferral) and a.case_id == apart.id for a in desk.kept.values())


def test_what_its_sender_mended_in_the_meantime_is_no_second_request() -> None:
    desk, apart = set_apart()
    mended = request_of(desk.submit(an_event("event-6")))
    work = act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    (fact,) = facts_of(work)
    assert isinstance(fact, QuarantineReleased)
    assert fact.request_id == mended.case_id
    assert (answer_of(work).status, answer_of(work).request_id) == ("repeated", mended.case_id)
    assert not any(isinstance(a, Request) for a in work.changed.values())


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        (
            an_event(urgency="soon", requester=NO_TALKS),
            ("/event/data/urgency", "/event/data/requester/organisation"),
        ),
        (an_event(mainPersons=[]), ("/event/data/mainPersons",)),
        ("{", ("/event",)),
        (json.dumps({"specversion": "1.0"}), ("/event/id", "/event/source", "/event/type")),
        (an_event().replace("submitted.v1", "submitted.v1.7").replace('"urgent"', '"soon"'), ("/event/type",)),
    ],
)
def test_what_cannot_be_taken_on_names_every_field_and_still_waits(event: str, fields: tuple[str, ...]) -> None:
    desk, apart = set_apart()
    with pytest.raises(InvalidFields) as refused:
        act(desk, ReleaseQuarantined(quarantine_id=apart.id, event=event))
    assert refused.value.fields == fields
    assert kept_of(desk) == apart


def test_a_masked_text_that_cannot_be_read_names_what_to_mend() -> None:
    desk, apart = set_apart(an_event(question=BSN, urgency="soon"))
    with pytest.raises(InvalidFields, match="/event/data/urgency must be one of") as refused:
        act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    assert refused.value.fields == ("/event/data/urgency",)


def test_a_number_that_a_person_types_is_refused_and_never_kept() -> None:
    desk, apart = set_apart()
    with pytest.raises(HoldsNationalNumber) as refused:
        act(desk, ReleaseQuarantined(quarantine_id=apart.id, event=WITH_NUMBER))
    assert refused.value.code == "kring.national-number"
    assert BSN not in str(refused.value)
    assert kept_of(desk) == apart


@pytest.mark.parametrize("reason", QuarantineRefusal)
def test_what_is_not_taken_on_is_erased_and_its_sender_hears_why(reason: QuarantineRefusal) -> None:
    desk, apart = set_apart()
    work = act(desk, RejectQuarantined(quarantine_id=apart.id, reason=reason))
    (fact,) = facts_of(work)
    receipt = answer_of(work)
    assert (fact.name, fact.model_dump()["reason"]) == ("quarantine-rejected", reason)
    assert (receipt.status, receipt.code, receipt.reference) == ("refused", "kring.not-taken-on", "WN-2026-0041")
    assert receipt.message.nl.endswith(REASONS[reason].nl)
    assert posted_event(work)["inreplyto"] == "event-5"
    assert [e.scope for e in work.erased] == [f"quarantine/{apart.id}"]
    assert kept_of(desk).stage is QuarantineStage.REJECTED


def test_what_nobody_looked_at_is_erased_and_its_sender_is_told() -> None:
    desk, apart = set_apart()
    work = act(desk, QuarantineOver(case_id=apart.id))
    receipt = answer_of(work)
    assert [fact.name for fact in facts_of(work)] == ["quarantine-lapsed"]
    assert (receipt.status, receipt.code, receipt.reference) == ("refused", "kring.not-looked-at", "WN-2026-0041")
    assert posted_event(work)["inreplyto"] == "event-5"
    assert (kept_of(desk).stage, work.erased[0].because) == (QuarantineStage.LAPSED, "quarantine-over")


@pytest.mark.parametrize("rejected", [True, False])
def test_after_that_the_same_event_is_read_anew_and_is_no_repetition(rejected: bool) -> None:  # noqa: FBT001  # a case each
    desk, apart = set_apart()
    assert receipt_of(desk.submit(WITH_NUMBER)).status == "repeated"
    no = RejectQuarantined(quarantine_id=apart.id, reason=QuarantineRefusal.NOT_READABLE)
    act(desk, no if rejected else QuarantineOver(case_id=apart.id))
    assert receipt_of(desk.submit(WITH_NUMBER)).status == "quarantined"
    assert sum(isinstance(a, Quarantined) for a in desk.kept.values()) == 2


def test_what_staff_handed_in_is_answered_to_them_and_nobody_is_written_to() -> None:
    desk, apart = set_apart(by_staff=True)
    desk.kept[Quarantined, apart.id] = replace(apart, channel="e-mail")
    work = act(desk, RejectQuarantined(quarantine_id=apart.id, reason=QuarantineRefusal.NOT_A_REFERRAL))
    assert work.posted == []
    assert work.answer is not None
    assert work.answer["code"] == "kring.not-taken-on"


def test_what_was_decided_is_decided() -> None:
    desk, apart = set_apart()
    act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    with pytest.raises(NotAllowedNow):
        act(desk, ReleaseQuarantined(quarantine_id=apart.id))
    with pytest.raises(NotAllowedNow):
        act(desk, RejectQuarantined(quarantine_id=apart.id, reason=QuarantineRefusal.NOT_READABLE))
    work = act(desk, QuarantineOver(case_id=apart.id))
    assert (work.told, work.posted, work.changed) == ([], [], {})


def test_another_office_does_not_learn_that_it_is_there() -> None:
    desk, apart = set_apart()
    gent = Desk("gent")
    gent.kept |= desk.kept
    with pytest.raises(NotFound):
        act(gent, ReleaseQuarantined(quarantine_id=apart.id))
    with pytest.raises(NotFound):
        act(Desk("gent"), ReleaseQuarantined(quarantine_id=apart.id))


def test_no_fact_and_no_receipt_repeats_what_was_set_apart() -> None:
    desk, apart = set_apart()
    work = act(desk, RejectQuarantined(quarantine_id=apart.id, reason=QuarantineRefusal.SEND_WITHOUT_NUMBER))
    said = "".join(fact.model_dump_json() for fact in facts_of(work)) + work.posted[0].body.decode()
    for word in ("Filip", "Jansen", BSN):
        assert word not in said


def test_the_request_of_a_released_referral_names_its_sender_as_the_source() -> None:
    desk, apart = set_apart()
    request = request_of(act(desk, ReleaseQuarantined(quarantine_id=apart.id)))
    assert [(known.source, known.reference) for known in request.references] == [
        ("urn:nl:wijkteam-noord", "WN-2026-0041")
    ]
    assert isinstance(facts_of(act(*_again(desk)))[0], RequestReceived)


def _again(desk: Desk) -> tuple[Desk, ReleaseQuarantined]:
    """Set a second one apart beside the first."""
    work = desk.submit(an_event("event-9", reference="WN-2026-0042", question=BSN))
    (apart,) = (a for a in work.changed.values() if isinstance(a, Quarantined))
    return desk, ReleaseQuarantined(quarantine_id=apart.id)
