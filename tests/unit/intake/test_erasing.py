"""What is left of a request that is erased: a line that can be counted, and nobody in it."""

from dataclasses import replace

from kring_intake.domain import Block, Funding, KnownReferral, MainPerson, MergedIn, Request, Suspicion, Trace
from kring_intake.handlers.erasing import erase_request, is_erased
from kring_intake.likeness.traits import Traits
from kring_intake.process import Stage
from kring_intake.store.request import row_of
from kring_shared.contracts.field import Mandate, PersonCard
from kring_shared.contracts.sealed import Contact, Erased, Scope, scope_of
from kring_shared.kernel.work import Aggregate, Work
from kring_shared.testing.work import PlainVault, a_work
from tests.unit.intake.sent import Desk, an_event, receipt_of, request_of

HOLDER = "019aa0000000700080000000000000f1"
MERGED = "019aa0000000700080000000000000f2"
OTHER = "019aa0000000700080000000000000f3"
ACCEPTOR = {"name": "S. De Smet", "organisation": "OCJ Gent", "email": "s.desmet@ocj.example"}
MANDATE = {"kind": "ocj", "conditions": ["Filip slaapt thuis"], "acceptor": ACCEPTOR}


def a_card(person_id: str, name: str) -> PersonCard:
    """Make a person of whom only the name is known."""
    return PersonCard(
        person_id=person_id, contact=PlainVault().seal("utrecht", f"person/{person_id}", Contact(name=name))
    )


def a_full_request() -> tuple[Request, list[Aggregate]]:
    """Make a request in which everything stands that may, lapsed; and all else that was kept of it."""
    desk = Desk()
    request = request_of(desk.submit(an_event(context="mandatory", mandates=[MANDATE])))
    child = replace(request.main_persons[0], holders=(a_card(HOLDER, "Rosa"),), all_holders_known=True)
    brought = (Mandate(kind="probation", acceptor=a_card(OTHER, "Bram")),)
    full = replace(
        request,
        stage=Stage.LAPSED,
        main_persons=(child, *request.main_persons[1:]),
        merged_in=(MergedIn(MERGED, request.references, brought),),
        funding=Funding(granted=True),
        neutral_sender=True,
        previous_case_id=OTHER,
        partner_id=OTHER,
    )
    return full, [a for a in desk.kept.values() if not isinstance(a, Request)]


def found_by(request: Request) -> tuple[Aggregate, ...]:
    """Make what the people of a request are found by, and two pairs it is a half of."""
    person = request.main_persons[0]
    traits = PlainVault().seal("utrecht", f"person/{person.id}", Traits(name="Filip"))
    return (
        Block("1" * 32, "2" * 32, person.id, request.case_id, "utrecht"),
        Trace(person.id, request.case_id, "utrecht", traits),
        Suspicion("3" * 32, "utrecht", request.case_id, OTHER, 90),
        Suspicion("4" * 32, "utrecht", OTHER, request.case_id, 90),
        Suspicion("5" * 32, "utrecht", OTHER, MERGED, 90),
    )


def erased(request: Request, *others: Aggregate) -> tuple[Request, Work]:
    """Erase a request among what else is kept."""
    work = a_work("intake", request, *others)
    return erase_request(request, work), work


def test_the_keys_of_everybody_in_it_are_destroyed_and_those_of_a_merged_request_are_not() -> None:
    request, known = a_full_request()
    _, work = erased(request, *known)
    people: list[MainPerson] = list(request.main_persons)
    cards = [request.requester, *(p.card for p in people), people[0].holders[0], request.mandates[0].acceptor]
    expected = {scope_of(Scope.CASE, request.case_id), *(f"person/{card.person_id}" for card in cards if card)}
    assert {erasure.scope for erasure in work.erased} == expected
    assert len(work.erased) == len(expected) == 6


def test_who_takes_two_parts_is_erased_once() -> None:
    asks = {"kind": "mainPerson", "name": "Rachel", "phone": "0612345678"}
    request = request_of(Desk().submit(an_event(requester=asks, mainPersons=[{"name": "Rachel"}])))
    _, work = erased(request)
    assert len(work.erased) == 2


def test_what_is_left_names_nobody_and_holds_no_word_that_was_sent() -> None:
    request, known = a_full_request()
    left, _ = erased(request, *known)
    assert (left.main_persons, left.mandates, left.question, left.said, left.funding) == ((), (), None, (), None)
    assert (left.references, left.merged_in) == ((), (MergedIn(MERGED),))
    assert (left.previous_case_id, left.neutral_sender, left.requester.languages) == (None, False, ())
    assert left.parties() == {("requester", request.requester.person_id)}
    written = str(row_of(left))
    for box in (request.question, request.main_persons[0].card.contact, request.mandates[0].conditions[0]):
        assert box is not None
        assert box.box not in written
    for word in ("WN-2026-0041", "wijkteam-noord", "Utrecht", "tr", "40-60", "ocj", "probation"):
        assert f'"{word}"' not in written


def test_it_still_counts_by_its_codes_and_its_day() -> None:
    request, known = a_full_request()
    left, _ = erased(request, *known)
    codes = {"conference_type", "context", "urgency", "policy"}
    assert left.dossier.model_dump(include=codes) == request.dossier.model_dump(include=codes)
    assert (left.case_id, left.office, left.received_at, left.stage, left.partner_id) == (
        request.case_id,
        request.office,
        request.received_at,
        Stage.LAPSED,
        OTHER,
    )
    assert left.requester_kind is request.requester_kind


def test_who_asked_is_an_id_whose_name_cannot_be_read() -> None:
    request, known = a_full_request()
    left, work = erased(request, *known)
    vault = PlainVault()
    for erasure in work.erased:
        vault.destroy(erasure.scope)
    assert vault.open(left.requester.contact, Contact) == Erased()


def test_nobody_is_found_by_it_any_more_and_other_pairs_stay() -> None:
    request, known = a_full_request()
    _, work = erased(request, *known, *found_by(request))
    for kind in (Block, Trace, KnownReferral, Suspicion):
        assert work.all(kind, request.case_id) == ()
    assert [kept.id for kept in work.all(Suspicion, OTHER)] == ["5" * 32]
    assert sum(isinstance(gone, KnownReferral) for gone in work.removed.values()) == 2


def test_a_later_referral_with_the_same_reference_is_a_new_request() -> None:
    desk = Desk()
    first = request_of(desk.submit(an_event()))
    _, work = erased(first, *desk.kept.values())
    for place in work.removed:
        del desk.kept[place]
    again = desk.submit(an_event())
    assert receipt_of(again).status == "received"
    assert request_of(again).case_id != first.case_id


def test_a_key_that_another_request_goes_on_with_stays() -> None:
    request, _ = a_full_request()
    work = a_work("intake", request)
    scope = f"case/{request.case_id}"
    erase_request(request, work, still_used=(scope,))
    assert scope not in {erasure.scope for erasure in work.erased}
    assert len(work.erased) == 5


def test_an_erased_request_is_known_as_one_and_can_be_erased_again() -> None:
    request, known = a_full_request()
    left, _ = erased(request, *known)
    assert not is_erased(request)
    assert is_erased(left)
    assert erased(left)[0] == left
