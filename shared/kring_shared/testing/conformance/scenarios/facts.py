"""What the others tell a registry of a case, each in its own order."""

from datetime import date

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Dossier, RequesterKind
from kring_shared.contracts.retention import ErasureAnswer, ErasureLine, ErasureOutcome, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.testing.conformance.invented import PERSONAL, Invented

OTHERS: tuple[type[ErasureAnswer], ...] = (i.RequestErased, m.SearchErased, c.CircleErased, n.MessagesErased)


def is_received(some: Invented, word: str, received_on: date | None = None) -> Fact:
    """A request of one grown-up came in."""
    return i.RequestReceived(
        case_id=some.id(word),
        requester_kind=RequesterKind.PROFESSIONAL,
        requester=some.card("requester"),
        main_persons=(some.card("amina"),),
        dossier=Dossier(policy="nl/1", languages=("nl",)),
        received_on=received_on,
    )


def starts(some: Invented) -> Fact:
    """A coordinator begins."""
    return m.AssignmentActivated(case_id=some.id("case"), coordinator=some.card("rachel"))


def went_by(some: Invented, present: int) -> Fact:
    """A meeting was closed, with a plan."""
    return c.ConferenceConcluded(
        case_id=some.id("case"), outcome=c.PlanOutcome.PLAN, present_count=present, held_on=some.today
    )


def of_the_conference(some: Invented) -> tuple[Fact, ...]:
    """All that a conference tells of its plan, which was sent back once, up to the last call."""
    case = some.id("case")
    words = c.PlanText(agreements=(c.Agreement(who=f"Loes {PERSONAL}", what="kookt op woensdag"),))
    plan = some.sealed(scope_of(Scope.PLAN, case), words)
    return (
        c.PlanAgreed(case_id=case, plan=plan, plan_version=1, own_strengths=2),
        c.PlanSentBack(case_id=case, plan_version=1, unmet=("safe",)),
        c.PlanAgreed(case_id=case, plan=plan, plan_version=2, own_strengths=3, professional_help=1),
        c.PlanAccepted(case_id=case, plan_version=2),
        went_by(some, present=9),
        c.PlanDistributed(case_id=case, plan_version=2, recipients=(some.id("amina"),), plan=plan),
        c.FollowUpCompleted(case_id=case, step=1, result=c.FollowUpResult.ON_TRACK),
        c.FollowUpEnded(case_id=case, steps=1),
    )


def answers_to_erase(some: Invented) -> tuple[Fact, ...]:
    """What everybody else answers to an order: how to reach somebody is gone."""
    line = ErasureLine(kind=RecordKind.CONTACTS, outcome=ErasureOutcome.ERASED, records=1)
    return tuple(answer(case_id=some.id("case"), erasure_id=some.id("order"), lines=(line,)) for answer in OTHERS)
