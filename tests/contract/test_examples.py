"""The samples that the demo plays hold what is promised of them, and are read the way they should be."""

import json
from collections import Counter
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

from pydantic import TypeAdapter

from deploy.demo.people import FINDINGS
from kring_intake.likeness.compare import compare_families
from kring_intake.likeness.likenesses import Reason
from kring_intake.likeness.traits import traits_of
from kring_intake.plugins.e_mail.adapter import EMail
from kring_shared.contracts.envelope import Office
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import RequesterKind
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.referral import MandateKind, Referral
from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.plugins import NoSettings
from kring_shared.kernel.referral_files import read_csv, read_lines
from kring_shared.kernel.referrals import QuarantinedReferral, Read, RefusedReferral, ValidReferral, read_referral
from kring_shared.testing.people.beside import pair

EXAMPLES = Path(__file__).parents[2] / "deploy" / "examples"
TODAY = date(2026, 11, 20)


@cache
def _lines() -> tuple[tuple[str, bytes, Read], ...]:
    """Give office, text and outcome of each line; a broken line has the office of the line before it."""
    found: list[tuple[str, bytes, Read]] = []
    for item in read_lines((EXAMPLES / "referrals.jsonl").read_bytes()):
        read = read_referral({}, item.event, today=TODAY)
        broken = isinstance(read, RefusedReferral)
        office = found[-1][0] if broken else json.loads(item.event)["kringoffice"]
        found.append((office, item.event, read))
    return tuple(found)


def _csv() -> list[FileItem]:
    return list(read_csv((EXAMPLES / "referrals.csv").read_bytes(), source="urn:kring:office:utrecht"))


def _referrals() -> dict[str, Referral]:
    """Give the referrals, each once, by their key."""
    return {read.referral_key: read.referral for _, _, read in _lines() if isinstance(read, ValidReferral)}


def _with_office() -> list[tuple[str, Referral]]:
    """Give the referrals with people, each with the office it went to."""
    valid = [(office, read.referral) for office, _, read in _lines() if isinstance(read, ValidReferral)]
    return [(office, referral) for office, referral in valid if referral.main_persons]


def test_every_office_gets_its_share() -> None:
    offices = Counter(office for office, _, _ in _lines())
    assert set(offices) == {office.id for office in EXAMPLE_OFFICES}
    assert min(offices.values()) >= 8
    assert sum(offices.values()) >= 28


def test_all_are_referrals_except_one_with_a_bsn_and_one_that_is_broken() -> None:
    outcomes = Counter(type(read) for _, _, read in _lines())
    assert outcomes[QuarantinedReferral] == 1
    assert outcomes[RefusedReferral] == 1
    assert {read.code for _, _, read in _lines() if isinstance(read, RefusedReferral)} == {"kring.not-json"}
    assert {read.code for _, _, read in _lines() if isinstance(read, QuarantinedReferral)} == {"kring.national-number"}


def test_one_referral_comes_again_as_another_event_and_one_event_comes_twice() -> None:
    valid = [read for _, _, read in _lines() if isinstance(read, ValidReferral)]
    events = Counter(read.event_key for read in valid)
    assert sorted(events.values())[-2:] == [1, 2]
    assert sorted(Counter(read.referral_key for read in valid).values())[-3:] == [1, 2, 2]
    assert Counter(text for _, text, _ in _lines()).most_common(1)[0][1] == 2


def test_two_of_an_office_are_the_same_people_and_two_only_look_like_it() -> None:
    found = {
        (office, frozenset({one.reference, other.reference})): likeness.reasons
        for (office, one), (place, other) in combinations(_with_office(), 2)
        if place == office and one.reference != other.reference
        if (likeness := compare_families(traits_of(one), traits_of(other))).looks_alike
    }
    same, alike = ("utrecht", pair("WO-2026-118", "JGD-5120")), ("gent", pair("CLB-5530", "WGC-208"))
    assert set(found) == {same, alike}
    assert Reason.SAME_FAMILY in found[same]
    assert Reason.SAME_NAME in found[alike]
    assert Reason.SAME_FAMILY not in found[alike]
    assert {same[1]} == FINDINGS.same
    assert {alike[1]} == FINDINGS.taken_for_same


def test_one_came_to_an_office_where_the_people_do_not_live() -> None:
    (strayed,) = FINDINGS.belongs_to
    ((office, referral),) = [found for found in _with_office() if found[1].reference == strayed]
    assert office == "utrecht"
    assert {person.municipality for person in referral.main_persons} == {"Amersfoort"}
    assert FINDINGS.belongs_to[strayed] == "amersfoort"


def test_one_is_an_information_talk_only() -> None:
    codes = Counter(read.code for _, _, read in _lines())
    assert codes["kring.information-talk"] == 1


def test_every_type_context_urgency_and_kind_of_requester_is_there() -> None:
    referrals = _referrals().values()
    types = Counter(referral.conference_type for referral in referrals)
    assert set(types) == {*ConferenceType, None}
    assert {referral.context for referral in referrals} == set(Context)
    assert {referral.requester.kind for referral in referrals} == set(RequesterKind)
    assert sum(referral.urgency is Urgency.URGENT for referral in referrals) >= 3
    assert sum(referral.context is Context.MANDATORY for referral in referrals) >= 6
    kinds = {mandate.kind for referral in referrals for mandate in referral.mandates}
    assert kinds == set(MandateKind) - {MandateKind.OTHER}


def test_every_office_has_families_and_both_contexts() -> None:
    for office in {office for office, _, _ in _lines()}:
        reads = [read for place, _, read in _lines() if place == office]
        referrals = [read.referral for read in reads if isinstance(read, ValidReferral)]
        types = {referral.conference_type for referral in referrals}
        assert {referral.context for referral in referrals} == set(Context)
        assert types >= {ConferenceType.FAMILY, ConferenceType.RESTORATIVE}


def test_people_speak_many_languages_and_some_have_no_e_mail() -> None:
    referrals = _referrals().values()
    spoken = {tag for referral in referrals for person in referral.main_persons for tag in person.languages}
    assert {"nl", "fr", "tr", "pl", "ar"} <= spoken
    without = [referral.requester for referral in referrals if not referral.requester.email]
    assert any(requester.phone for requester in without)
    assert any(requester.postal_address and not requester.phone for requester in without)
    assert any(referral.minors_involved for referral in referrals)
    assert any(referral.contact_rules for referral in referrals)


def test_every_line_can_be_published_by_its_sender() -> None:
    token = TypeAdapter(Office)
    for _, text, read in _lines():
        if not isinstance(read, RefusedReferral):
            token.validate_python(json.loads(text)["source"].rpartition(":")[2])


def test_nothing_in_the_samples_could_reach_anybody() -> None:
    for referral in _referrals().values():
        acceptors = [mandate.acceptor for mandate in referral.mandates if mandate.acceptor]
        for email in (referral.requester.email, *(acceptor.email for acceptor in acceptors)):
            assert not email or email.endswith(".example")
        for phone in (referral.requester.phone, *(acceptor.phone for acceptor in acceptors)):
            assert not phone or " 00" in phone


def test_the_csv_holds_three_referrals() -> None:
    items = _csv()
    assert [type(read_referral({}, item.event, today=TODAY)) for item in items] == [ValidReferral] * 3
    assert [item.line for item in items] == [2, 3, 5]


def test_the_form_mail_holds_one_referral_about_two_people() -> None:
    (item,) = EMail(NoSettings()).read((EXAMPLES / "referral.eml").read_bytes(), source="urn:kring:office:utrecht")
    read = read_referral({}, item.event, today=TODAY)
    assert isinstance(read, ValidReferral)
    assert [person.name for person in read.referral.main_persons] == ["Noor", "Emre"]
    assert read.referral.question.count("\n") == 1
    assert read.referral.requester.email.endswith(".example")
    assert " 00" in read.referral.requester.phone
