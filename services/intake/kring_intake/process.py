"""The request as a table, and beside it the talk without obligation: where each can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    GiveConsent,
    HoldInformationTalk,
    RefuseConsent,
    RejectRequest,
    TriageRequest,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.process import Process, Step, from_each

NO_OBLIGATION = "family folder: anybody may ask for a talk that binds to nothing"
MANAGERS_RECEIVE = "recruitment folder: requests come in with the regional managers"
ONLY_ADVICE = "recruitment folder: professionals can only recommend it to those concerned"
OWN_CHOICE = "process description: a conference is held when the main person wants it"
CONDITIONS_KNOWN = "practice in Flanders: the limits are known from the start of the preparation"
CALLED_IN = "recruitment folder: after a request the regional manager calls in a coordinator"
NO_WAITING = "practice: a coordinator is sought at once, there is no waiting list"
REGISTERED = "recruitment folder: the coordinator takes care of the digital registration"
RARELY = "our own choice: a conference fits nearly everywhere, so a no of the office names its reason"
STOPS = "practice elsewhere: consent can be withdrawn at any moment"


class Stage(StrEnum):
    """Where a request stands."""

    INFORMATION_TALK = "information-talk"
    INFORMED = "informed"
    RECEIVED = "received"
    TRIAGED = "triaged"
    AWAITING_CONSENT = "awaiting-consent"
    CONSENTED = "consented"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    IN_MATCHING = "in-matching"
    IN_PREPARATION = "in-preparation"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


TALK: Final = Process(
    name="information-talk",
    start=Stage.INFORMATION_TALK,
    steps=(
        Step(
            Stage.INFORMATION_TALK,
            HoldInformationTalk,
            Stage.INFORMED,
            because="The talk was held; whoever wants more asks for it themselves.",
            source=NO_OBLIGATION,
        ),
        Step(
            Stage.INFORMATION_TALK,
            WithdrawRequest,
            Stage.WITHDRAWN,
            because="Who asked for a talk may leave it at that.",
            source=NO_OBLIGATION,
        ),
    ),
)

BEFORE_ACCEPTANCE: Final = (Stage.RECEIVED, Stage.TRIAGED, Stage.AWAITING_CONSENT, Stage.CONSENTED)

REQUEST: Final = Process(
    name="request",
    start=Stage.RECEIVED,
    steps=(
        Step(
            Stage.RECEIVED,
            TriageRequest,
            Stage.TRIAGED,
            because="The regional manager settles what it is about before anybody is asked anything.",
            source=MANAGERS_RECEIVE,
        ),
        *from_each(
            (Stage.TRIAGED, Stage.AWAITING_CONSENT, Stage.CONSENTED),
            TriageRequest,
            Stage.TRIAGED,
            because="What compels a family can come to light late; a yes to something else is asked for anew.",
            source=CONDITIONS_KNOWN,
        ),
        Step(
            Stage.TRIAGED,
            AskConsent,
            Stage.AWAITING_CONSENT,
            because="Whoever referred them can only advise; the main person is asked.",
            source=ONLY_ADVICE,
        ),
        *from_each(
            (Stage.TRIAGED, Stage.AWAITING_CONSENT),
            GiveConsent,
            Stage.CONSENTED,
            because="The main person says yes, often at once when they are first spoken with.",
            source=OWN_CHOICE,
        ),
        *from_each(
            (Stage.TRIAGED, Stage.AWAITING_CONSENT),
            RefuseConsent,
            Stage.REFUSED,
            because="The main person says no, and that ends it.",
            source=OWN_CHOICE,
        ),
        Step(
            Stage.CONSENTED,
            AcceptRequest,
            Stage.ACCEPTED,
            because="After the yes, and with the conditions known, the office takes it on.",
            source=CONDITIONS_KNOWN,
        ),
        Step(
            Stage.ACCEPTED,
            SearchStarted,
            Stage.IN_MATCHING,
            because="Nobody waits on a list: a coordinator is sought at once.",
            source=NO_WAITING,
        ),
        Step(
            Stage.IN_MATCHING,
            AssignmentActivated,
            Stage.IN_PREPARATION,
            because="A coordinator starts, and the circle is brought together.",
            source=CALLED_IN,
        ),
        Step(
            Stage.IN_PREPARATION,
            RegistrationLocked,
            Stage.CLOSED,
            because="What happened is registered; nothing is left to do.",
            source=REGISTERED,
        ),
        *from_each(
            BEFORE_ACCEPTANCE,
            RejectRequest,
            Stage.REJECTED,
            because="Something else is needed first, or it cannot be done here.",
            source=RARELY,
        ),
        *from_each(
            (*BEFORE_ACCEPTANCE, Stage.ACCEPTED, Stage.IN_MATCHING, Stage.IN_PREPARATION),
            WithdrawRequest,
            Stage.WITHDRAWN,
            because="The main person may stop at any moment, without a reason.",
            source=STOPS,
        ),
    ),
)


def table_of(stage: Stage) -> Process[Stage]:
    """Give the table a stage stands in; both end in `withdrawn`."""
    return TALK if stage in {Stage.INFORMATION_TALK, Stage.INFORMED} else REQUEST
