"""Who is who in a referral, and how they may be reached."""

import pytest

from kring_shared.contracts.sealed import Contact
from tests.unit.intake.sent import REQUESTER, Desk, an_event, request_of

COURT = {"kind": "youthCourt", "acceptor": {"name": "M. Jansen", "organisation": "Rechtbank", "phone": "0300004567"}}


def test_whoever_asks_for_themselves_is_one_person_with_the_main_person() -> None:
    asks = {"kind": "mainPerson", "name": "rachel", "phone": "0612345678"}
    request = request_of(Desk().submit(an_event(requester=asks)))
    assert request.main_persons[1].card == request.requester
    assert request.requester.languages == ("tr", "nl")
    assert request.requester.minor is False


def test_the_only_main_person_is_who_asks_under_whatever_name() -> None:
    asks = {"kind": "mainPerson", "name": "R. de Vries", "email": "r@voorbeeld.example"}
    request = request_of(Desk().submit(an_event(requester=asks, mainPersons=[{"name": "Rachel"}])))
    assert [person.card for person in request.main_persons] == [request.requester]


def test_of_several_main_persons_nobody_is_guessed_to_be_who_asks() -> None:
    asks = {"kind": "mainPerson", "name": "R. de Vries", "email": "r@voorbeeld.example"}
    request = request_of(Desk().submit(an_event(requester=asks)))
    assert request.requester not in [person.card for person in request.main_persons]


def test_somebody_close_with_the_same_name_is_another_person() -> None:
    asks = {"kind": "closePerson", "name": "Rachel", "email": "r@voorbeeld.example"}
    request = request_of(Desk().submit(an_event(requester=asks)))
    assert request.requester not in [person.card for person in request.main_persons]


def test_who_asks_and_accepts_the_plan_is_one_person() -> None:
    request = request_of(Desk().submit(an_event(context="mandatory", mandates=[COURT])))
    assert request.mandates[0].acceptor == request.requester


@pytest.mark.parametrize("changes", [{"phone": "0309999999"}, {"name": "J. Jansen"}])
def test_an_acceptor_with_another_name_or_way_is_another_person(changes: dict[str, str]) -> None:
    mandate = COURT | {"acceptor": COURT["acceptor"] | changes}  # type: ignore[operator]  # the acceptor is a dict
    request = request_of(Desk().submit(an_event(context="mandatory", mandates=[mandate])))
    assert request.mandates[0].acceptor is not None
    assert request.mandates[0].acceptor.person_id != request.requester.person_id


@pytest.mark.parametrize(
    ("barred", "left"),
    [
        ("M.Jansen@Wijkteam.example", {"phone": "+31 30 000 45 67"}),
        ("030-000 45 67", {"email": "m.jansen@wijkteam.example"}),
        ("0031300004567", {"email": "m.jansen@wijkteam.example"}),
        ("m.jansen@elders.example", {"email": "m.jansen@wijkteam.example", "phone": "+31 30 000 45 67"}),
    ],
)
def test_a_way_that_must_not_be_used_is_not_kept_however_it_is_written(barred: str, left: dict[str, str]) -> None:
    work = Desk().submit(an_event(contactRules={"neutralSender": True, "doNotContact": [barred]}))
    request = request_of(work)
    contact = work.open(request.requester.contact, Contact)
    assert contact == Contact(name="M. Jansen", organisation="Wijkteam Noord", **left)
    assert request.neutral_sender


def test_an_address_that_must_not_be_used_is_not_kept() -> None:
    asks = REQUESTER | {"postalAddress": "Lindestraat 1, 3511 AA Utrecht"}
    rules = {"doNotContact": ["lindestraat 1 3511AA Utrecht"]}
    work = Desk().submit(an_event(requester=asks, contactRules=rules))
    contact = work.open(request_of(work).requester.contact, Contact)
    assert isinstance(contact, Contact)
    assert contact.postal_address == ""


@pytest.mark.parametrize(
    ("birth_year", "minor"), [(2015, True), (2009, True), (2008, None), (2007, False), (1944, False), (None, None)]
)
def test_a_year_of_birth_says_who_is_a_minor_except_in_the_year_between(
    birth_year: int | None,
    minor: bool | None,  # noqa: FBT001 - a case of the table
) -> None:
    work = Desk().submit(an_event(mainPersons=[{"name": "Filip", "birthYear": birth_year}]))
    request = request_of(work)
    assert request.main_persons[0].card.minor is minor
    assert request.main_persons[0].is_minor is minor
    assert request.dossier.minors_involved is (True if minor else None)


def test_what_the_sender_says_about_children_stands() -> None:
    assert request_of(Desk().submit(an_event(minorsInvolved=False))).dossier.minors_involved is False
