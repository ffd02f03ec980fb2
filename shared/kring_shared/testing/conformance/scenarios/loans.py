"""A coordinator lent between two offices, as far as it is seen on the bus: the suite is the neighbour."""

from datetime import timedelta
from typing import Final

from kring_shared.contracts import matching as m
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.testing.conformance.house import NEIGHBOUR, OFFICE
from kring_shared.testing.conformance.invented import Invented
from kring_shared.testing.conformance.steps import (
    ANYTHING,
    NOT_NOW,
    NOT_PERMITTED,
    Ask,
    Do,
    Expect,
    ExpectNothing,
    Scenario,
    Step,
    Tell,
)


def a_loan_is_refused(some: Invented) -> tuple[Step, ...]:
    """A neighbour asks, and the office has nobody."""
    loan = some.id("loan")
    asked = m.LoanRequested(
        case_id=loan,
        to_office=OFFICE,
        conference_type=ConferenceType.FAMILY,
        urgency=Urgency.NORMAL,
        languages=("so",),
        answer_by=some.now + timedelta(days=2),
    )
    refused = m.RefuseLoan(loan_id=loan)
    return (
        Tell(asked, NEIGHBOUR),
        Ask(m.ListLoans(), some.manager, {"loans.*.loanId": loan, "loans.each.answerBy": ANYTHING}, patient=True),
        Do(refused, some.coordinator("stranger"), refused=NOT_PERMITTED),
        Do(refused, some.manager),
        Expect(m.LoanRefused, loan, {"toOffice": NEIGHBOUR, "office": OFFICE}),
        Do(refused, some.manager, refused=NOT_NOW),
        ExpectNothing((m.LoanOffered, m.LoanRefused), loan),
    )


LOANS: Final = (
    Scenario("a neighbour office asks for a coordinator, and hears that there is nobody", a_loan_is_refused),
)
