"""One step of a case is one trace, through every service; what comes weeks later begins another, and links back."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from opentelemetry.sdk.trace import ReadableSpan

from kring_shared.contracts import matching as m
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Reach
from kring_shared.contracts.intake import AcceptRequest, GiveConsent, RequestAccepted, RequestReceived
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from kring_shared.testing.people.kin import PLAIN
from kring_shared.testing.people.register import name_funders
from tests.integration.recorded import (
    Recorded,
    follows,
    links,
    place,
    recorded,
    said,
    service_of,
    trace_id,
    without_a_parent,
    words_of,
)
from tests.route.coordinated import an_accepted_case
from tests.route.office import GROWN_UP, an_office
from tests.route.played import Played, a_referral, played

SURNAME, TEACHER, STREET = "Zonnebloemveld", "Marijke Kastanje", "Lindestraat"


class Told(NamedTuple):
    """A family's whole route, and every span of it."""

    spans: Recorded
    story: Played
    case_id: str


@pytest.fixture(name="told", scope="module")
def a_route(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Let a family go the whole route; the first coordinator who is asked says nothing, until the offer expires."""
    family = a_referral(
        "TRACED-1",
        requester={"kind": "professional", "name": TEACHER, "organisation": "Wijkteam", "email": "m@kastanje.example"},
        mainPersons=[{"name": f"Anouk {SURNAME}", "birthYear": 2014, "email": "anouk@zonnebloemveld.example"}],
    )
    return asyncio.run(_play(tmp_path_factory.mktemp("route"), family))


async def _play(folder: Path, family: dict[str, Any]) -> Told:
    silent = Temper(first_coordinator="stays-silent")
    with recorded() as spans:
        async with played(folder, [("utrecht", family)], lambda _: silent) as story:
            [received] = [fact for fact in story.facts if isinstance(fact, RequestReceived)]
    return Told(spans, story, received.case_id)


def services(spans: Sequence[ReadableSpan]) -> set[str]:
    return {service_of(span) for span in spans}


def heard(told: Told, kind: str, service: str) -> list[ReadableSpan]:
    of_kind = told.spans.of(kind)
    return [span for span in of_kind if service_of(span) == service and said(span, "kring.case") == told.case_id]


def test_every_span_of_a_trace_leads_to_the_same_beginning(told: Told) -> None:
    spans = told.spans.all()
    beginnings = Counter(trace_id(span) for span in spans if span.parent is None)
    assert set(beginnings.values()) == {1}
    assert set(beginnings) == {trace_id(span) for span in spans}
    assert without_a_parent(spans) == []
    assert "registration-locked" in told.story.names(told.case_id)


def test_a_referral_is_one_trace_up_to_what_every_service_makes_of_the_request(told: Told) -> None:
    [referral] = [span for span in told.spans.all() if span.name == "process kring.{office}.referrals.{system}"]
    trace = told.spans.trace(referral)
    assert referral.parent is None
    assert services(trace) >= {"kring-intake", "kring-registry"}
    [in_registry] = heard(told, RequestReceived.kind(), "kring-registry")
    assert follows(in_registry, referral)


def test_what_a_command_leads_to_in_other_services_is_its_trace_and_it_links_to_the_step_before(
    told: Told,
) -> None:
    accepted = told.spans.one(AcceptRequest.kind())
    [in_matching] = heard(told, RequestAccepted.kind(), "kring-matching")
    assert follows(in_matching, accepted)
    begun = [span for span in told.spans.of(m.SearchStarted.kind()) if said(span, "kring.case") == told.case_id]
    assert begun
    assert all(follows(span, in_matching) for span in begun)
    assert {trace_id(span) for span in begun} == {trace_id(accepted)}
    assert links(accepted) == [place(told.spans.of(GiveConsent.kind())[-1])]


def test_an_offer_that_expires_begins_a_trace_that_links_to_the_one_that_set_its_clock(told: Told) -> None:
    expired = told.spans.of(m.ProposalExpired.kind())
    [clock] = {trace_id(span) for span in expired}
    [deadline] = [span for span in told.spans.all() if trace_id(span) == clock and span.parent is None]
    assert deadline.name.startswith("deadline matching.")
    [(set_in, set_by)] = links(deadline)
    [setter] = [span for span in told.spans.all() if place(span) == (set_in, set_by)]
    assert set_in != clock
    assert service_of(setter) == "kring-matching"


def test_of_private_time_no_span_says_the_hour(told: Told) -> None:
    day_only = {fact.kind() for fact in FACTS.values() if fact.day_only}
    happened = {fact.kind() for fact in told.story.facts if fact.kind() in day_only}
    assert any("private-time" in kind for kind in happened)
    assert not [span.name for span in told.spans.all() if said(span, "kring.kind") in day_only]
    assert not [span.name for span in told.spans.all() if "private-time" in span.name]


def test_no_span_holds_a_personal_word(told: Told) -> None:
    words = words_of(told.spans.all())
    assert told.case_id in words
    personal = (SURNAME, TEACHER, STREET, "Anouk", "kastanje", "thuis", *(kin.name for kin in PLAIN.kin))
    for text in personal:
        for word in text.split():
            assert word not in words
    assert not [span for span in told.spans.all() if span.events]


async def test_what_goes_between_offices_belongs_to_no_trace_of_who_told_it(tmp_path: Path) -> None:
    with recorded() as spans:
        async with an_office(tmp_path, "amersfoort") as office:
            await name_funders(Desk(office.client), office.clock.now())
            person = GROWN_UP | {"languages": ["so"], "municipality": "Amersfoort"}
            case = await an_accepted_case(office, "FAR-1", mainPersons=[person])
            assert await case.ranked() == []
            await office.waits(timedelta(days=6))
    between = {kind for kind, fact in FACTS.items() if fact.reach is Reach.BACKBONE}
    heard_between = [span for span in spans.all() if said(span, "kring.kind") in between]
    assert heard_between
    assert all(span.parent is None and not span.links for span in heard_between)
    assert all(not said(span, "kring.case") and not said(span, "messaging.message.id") for span in heard_between)
