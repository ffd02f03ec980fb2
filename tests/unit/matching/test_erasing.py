"""What is left of a search once it was ordered to erase it: what is its coordinators' own, and nothing of a family."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_matching.app import service
from kring_matching.domain import Borrowing, Coordinator, Search
from kring_matching.domain.loan import borrowing_key_of, guest_id_of, guest_scope
from kring_matching.process import Borrowed, Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import ConferenceConcluded, PlanOutcome
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.field import ConferenceType, Gender, Urgency, Wishes
from kring_shared.contracts.matching import (
    AskForLoan,
    LoanEnded,
    LoanOffered,
    LoanWithdrawn,
    PrivateWishes,
    RecordWishes,
    SearchErased,
)
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.erased import ErasedCase
from kring_shared.kernel.errors import WasErased
from kring_shared.kernel.work import Work
from kring_shared.testing.declared import heard
from kring_shared.testing.work import NOON, PlainVault, an_actor, facts_of
from tests.unit.matching.searches import (
    ACCEPT,
    APPROVE,
    CASE,
    CONFIRM,
    DECLARE,
    DECLINE,
    DISMISS,
    DOSSIER,
    END,
    EXPIRE,
    FILIP,
    HAND_OVER,
    JOOST,
    PAUSE,
    PROPOSE,
    RACHEL,
    REFUSE,
    RESUME,
    TOO_LONG,
    TRANSFER,
    WITHDRAW,
    Story,
    a_coordinator,
    a_search,
    accepted_request,
    at,
    card,
)

ORDER, LOAN, SISTER = "e" * 32, "9" * 32, "0" * 31 + "8"
CONTACTS = RecordKind.CONTACTS
GUEST = guest_id_of(LOAN)
WISHED = PlainVault().seal("utrecht", scope_of(Scope.CASE, CASE), PrivateWishes(religion="muslim"))
CONCLUDED = ConferenceConcluded(
    case_id=CASE, office="utrecht", outcome=PlanOutcome.PLAN, present_count=9, held_on=NOON.date(), meeting=1
)
LATE: tuple[Named, ...] = (accepted_request(), PAUSE, RESUME, TRANSFER, WITHDRAW, END, CONCLUDED, EXPIRE, TOO_LONG)
ASKED: tuple[Command, ...] = (
    APPROVE,
    PROPOSE,
    ACCEPT,
    DECLINE,
    CONFIRM,
    REFUSE,
    DECLARE,
    DISMISS,
    HAND_OVER,
    AskForLoan(case_id=CASE),
    RecordWishes(case_id=CASE, wishes=Wishes(gender=Gender.FEMALE)),
)


def order(*kinds: RecordKind, person_id: str | None = None) -> ErasureOrdered:
    return ErasureOrdered(
        case_id=CASE,
        office="utrecht",
        occurred_at=NOON,
        erasure_id=ORDER,
        person_id=person_id,
        kinds=kinds or (CONTACTS,),
        because="term-over",
    )


def answer(work: Work) -> SearchErased:
    (told,) = (fact for fact in facts_of(work) if isinstance(fact, SearchErased))
    return told


def line(records: int, kind: RecordKind = CONTACTS) -> ErasureLine:
    outcome = ErasureOutcome.ERASED if records else ErasureOutcome.NOTHING_HERE
    return ErasureLine(kind=kind, outcome=outcome, records=records)


def over() -> Story:
    """Make a search that was carried out, with all that a family may have said."""
    story = at(Stage.COMPLETED)
    dossier = DOSSIER.model_copy(update={"wishes": Wishes(gender=Gender.FEMALE, languages=("tr",))})
    said = {"dossier": dossier, "private_wishes": WISHED, "refused": (JOOST,), "tied": (JOOST,)}
    story.stored[Search, CASE] = replace(story.search, **said)  # type: ignore[arg-type]
    return story


def test_nothing_of_a_family_is_left_and_what_is_its_coordinators_stays() -> None:
    story = over()
    told = answer(story.goes(order(CONTACTS, RecordKind.PLAN, RecordKind.SIGNALS)))
    assert told.lines == (line(1), line(0, RecordKind.PLAN), line(0, RecordKind.SIGNALS))
    assert told.keys_destroyed == ()
    left = story.search
    assert (left.main_person_ids, left.private_wishes, left.refused, left.dossier.languages) == ((), None, (), ())
    assert (left.dossier.municipality, left.dossier.wishes) == ("", Wishes())
    assert (left.coordinated_by, left.tied, left.stage) == (RACHEL, (JOOST,), Stage.COMPLETED)
    assert story.coordinator(RACHEL).card == card(RACHEL, "Rachel")


def test_who_is_tied_to_these_people_is_so_when_they_come_again() -> None:
    story = over()
    again = "0" * 31 + "7"
    story.goes(order(), accepted_request(case_id=again, previous_case_id=CASE))
    found = story.stored[Search, again]
    assert isinstance(found, Search)
    assert found.tied == (JOOST,)


def test_a_search_that_still_waits_goes_whole_and_nobody_is_reminded_of_it() -> None:
    story = at(Stage.PROPOSED)
    work = story.goes(order())
    assert answer(work).lines == (line(1),)
    assert (Search, CASE) not in story.stored
    assert len(work.forgotten) == 2


@pytest.mark.parametrize("late", LATE, ids=lambda message: message.name)
def test_what_comes_late_is_settled_and_changes_nothing(late: Named) -> None:
    story = over()
    story.goes(order())
    before = dict(story.stored)
    assert facts_of(story.goes(late)) == []
    assert story.stored == before


@pytest.mark.parametrize("command", ASKED, ids=lambda command: command.name)
def test_what_somebody_asks_is_refused_with_the_day(command: Command) -> None:
    story = over()
    story.goes(order())
    with pytest.raises(WasErased, match="erased on 2026-11-20"):
        story.goes(command, actor=an_actor(Role.REGIONAL_MANAGER))


def test_the_same_order_again_is_answered_the_same() -> None:
    story = over()
    first = answer(story.goes(order()))
    before = dict(story.stored)
    assert answer(story.goes(order())) == first
    assert story.stored == before


def test_a_case_that_was_never_here_is_answered_and_stays_unknown() -> None:
    story = Story(a_coordinator())
    assert answer(story.goes(order())).lines == (line(0),)
    story.goes(accepted_request())
    assert (Search, CASE) not in story.stored
    assert ErasureOrdered in heard(service)


def lent() -> Story:
    """Make a case for which a neighbour lent somebody, who was not asked yet."""
    guest = a_coordinator(GUEST, "Amina", lent_by="gent", for_case=CASE)
    loan = Borrowing(
        borrowing_key=borrowing_key_of(LOAN),
        loan_id=LOAN,
        case_id=CASE,
        office="utrecht",
        from_office="gent",
        conference_type=ConferenceType.FAMILY,
        urgency=Urgency.NORMAL,
        languages=("tr",),
        answer_by=NOON + timedelta(days=2),
        guest_id=GUEST,
        stage=Borrowed.OFFERED,
    )
    return Story(a_search(), guest, loan, a_coordinator())


def test_a_guest_goes_home_and_their_entry_and_their_key_go_with_them() -> None:
    story = lent()
    work = story.goes(order())
    told = answer(work)
    assert told.keys_destroyed == (guest_scope(LOAN),)
    assert told.lines == (line(3),)
    assert [fact.to_office for fact in facts_of(work) if isinstance(fact, LoanEnded)] == ["gent"]
    assert (Coordinator, GUEST) not in story.stored
    loan = story.stored[Borrowing, borrowing_key_of(LOAN)]
    assert isinstance(loan, Borrowing)
    assert (loan.is_open, loan.guest_id, loan.languages) == (False, None, ())
    assert story.coordinator(RACHEL).standing is not Standing.LEFT


@pytest.mark.parametrize(
    "late",
    [
        LoanWithdrawn(case_id=LOAN, office="gent", to_office="utrecht"),
        LoanOffered(
            case_id=LOAN,
            office="gent",
            to_office="utrecht",
            guest=card(GUEST, "Amina").model_copy(
                update={"contact": card(GUEST, "Amina").contact.model_copy(update={"scope": guest_scope(LOAN)})}
            ),
            levels=(),
            scopes=(ConferenceType.FAMILY,),
        ),
    ],
    ids=lambda fact: fact.name,
)
def test_a_late_word_of_the_neighbour_is_settled_and_brings_nobody_back(late: Named) -> None:
    story = lent()
    story.goes(order())
    assert facts_of(story.goes(late)) == []
    assert {kind for kind, _ in story.stored} == {Borrowing, Coordinator, ErasedCase}
    assert (Coordinator, GUEST) not in story.stored


def test_a_main_person_is_kept_while_somebody_is_sought_or_works_for_them() -> None:
    story = at(Stage.ACTIVE)
    told = answer(story.goes(order(person_id=FILIP)))
    assert told.lines == (ErasureLine(kind=CONTACTS, outcome=ErasureOutcome.KEPT, because=KeptBecause.ROUTE_RUNS),)
    assert story.search.main_person_ids == (FILIP,)


@pytest.mark.parametrize(("people", "wishes"), [((FILIP,), None), ((FILIP, SISTER), WISHED)], ids=["alone", "of two"])
def test_of_a_search_that_is_over_a_main_person_goes_with_wishes_that_are_nobody_elses(
    people: tuple[str, ...], wishes: object
) -> None:
    story = over()
    story.stored[Search, CASE] = replace(story.search, main_person_ids=people)
    assert answer(story.goes(order(person_id=FILIP))).lines == (line(1),)
    assert (story.search.main_person_ids, story.search.private_wishes) == (people[1:], wishes)


@pytest.mark.parametrize("person_id", [RACHEL, SISTER], ids=["coordinator", "somebody of the circle"])
def test_of_anybody_else_nothing_is_kept_here(person_id: str) -> None:
    story = over()
    before = story.search
    assert answer(story.goes(order(person_id=person_id))).lines == (line(0),)
    assert story.search == before
