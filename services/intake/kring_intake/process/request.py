"""The request as a table, and beside it the talk without obligation: where each can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import (
    AcceptRequest,
    AskConsent,
    AskFunding,
    ConsentGiven,
    ConsentOverdue,
    ConsentRefused,
    GiveConsent,
    GrantFunding,
    HoldInformationTalk,
    MergeRequest,
    RefuseConsent,
    RefuseFunding,
    RejectRequest,
    TakeRequest,
    TransferAccepted,
    TriageRequest,
    UndoMerge,
    WithdrawRequest,
)
from kring_shared.contracts.matching import AssignmentActivated, SearchStarted
from kring_shared.contracts.registry import RegistrationLocked
from kring_shared.kernel.process import Process, Step, from_each
from kring_shared.kernel.sources import (
    A_PERSON_DECIDES,
    BOTH_CONFIRM,
    CALLED_IN,
    CONSENT_ENDS,
    COORDINATOR_REGISTERS,
    MAIN_PERSON_WANTS_IT,
    NOT_KEPT,
)

NO_OBLIGATION: Final = "family folder: anybody may ask for a talk that binds to nothing"
MANAGERS_RECEIVE: Final = "recruitment folder: requests come in with the regional managers"
ONLY_ADVICE: Final = "recruitment folder: professionals can only recommend it to those concerned"
CONDITIONS_KNOWN: Final = "practice in Flanders: the limits are known from the start of the preparation"
NO_WAITING: Final = "practice: a coordinator is sought at once, there is no waiting list"
RARELY: Final = "our own choice: a conference fits nearly everywhere, so a no of the office names its reason"
FUNDED: Final = "practice in the Netherlands: a municipality or organisation pays, and can refuse"


class Stage(StrEnum):
    """Where a request stands."""

    INFORMATION_TALK = "information-talk"
    INFORMED = "informed"
    RECEIVED = "received"
    TRIAGED = "triaged"
    AWAITING_CONSENT = "awaiting-consent"
    CONSENTED = "consented"
    AWAITING_FUNDING = "awaiting-funding"
    REFUSED = "refused"
    LAPSED = "lapsed"
    ACCEPTED = "accepted"
    IN_MATCHING = "in-matching"
    IN_PREPARATION = "in-preparation"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    TRANSFERRED = "transferred"


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
        *from_each(
            (Stage.INFORMATION_TALK, Stage.INFORMED),
            TakeRequest,
            Stage.RECEIVED,
            because="They want a conference: the talk becomes a request.",
            source=NO_OBLIGATION,
        ),
        *from_each(
            (Stage.INFORMATION_TALK, Stage.INFORMED),
            WithdrawRequest,
            Stage.WITHDRAWN,
            because="Who asked for a talk may leave it at that.",
            source=NO_OBLIGATION,
        ),
        *from_each(
            (Stage.INFORMATION_TALK, Stage.INFORMED),
            ConsentOverdue,
            Stage.LAPSED,
            because="Nothing came of it, so the names in it are not kept.",
            source=NOT_KEPT,
        ),
    ),
)

ASKING: Final = (Stage.TRIAGED, Stage.AWAITING_CONSENT)
BEFORE_CONSENT: Final = (Stage.RECEIVED, *ASKING)
BEFORE_ACCEPTANCE: Final = (*BEFORE_CONSENT, Stage.CONSENTED, Stage.AWAITING_FUNDING)
UNDER_WAY: Final = (Stage.ACCEPTED, Stage.IN_MATCHING, Stage.IN_PREPARATION)

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
            (Stage.TRIAGED, Stage.AWAITING_CONSENT, Stage.CONSENTED, Stage.AWAITING_FUNDING),
            TriageRequest,
            Stage.TRIAGED,
            because="What compels a family can come to light late; a yes to something else is asked for anew.",
            source=CONDITIONS_KNOWN,
        ),
        *from_each(
            ASKING,
            AskConsent,
            Stage.AWAITING_CONSENT,
            because="Whoever referred them can only advise; those it is about are asked, each of them.",
            source=ONLY_ADVICE,
        ),
        *from_each(
            ASKING,
            GiveConsent,
            Stage.AWAITING_CONSENT,
            because="One of those who decide says yes, often at once when they are first spoken with.",
            source=MAIN_PERSON_WANTS_IT,
        ),
        *from_each(
            ASKING,
            ConsentGiven,
            Stage.CONSENTED,
            because="Everybody who has to say yes has said it.",
            source=MAIN_PERSON_WANTS_IT,
        ),
        *from_each(
            ASKING,
            RefuseConsent,
            Stage.AWAITING_CONSENT,
            because="One of those who decide says no.",
            source=MAIN_PERSON_WANTS_IT,
        ),
        *from_each(
            ASKING,
            ConsentRefused,
            Stage.REFUSED,
            because="The main person says no, and that ends it.",
            source=MAIN_PERSON_WANTS_IT,
        ),
        *from_each(
            (Stage.CONSENTED, Stage.AWAITING_FUNDING),
            AskFunding,
            Stage.AWAITING_FUNDING,
            because="A funder is asked, and when one refuses, another.",
            source=FUNDED,
        ),
        Step(
            Stage.AWAITING_FUNDING,
            GrantFunding,
            Stage.CONSENTED,
            because="It is known who pays.",
            source=FUNDED,
        ),
        Step(
            Stage.AWAITING_FUNDING,
            RefuseFunding,
            Stage.AWAITING_FUNDING,
            because="The funder says no; the family hears how to object, and the request waits.",
            source=FUNDED,
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
            AssignmentActivated,
            Stage.IN_PREPARATION,
            because="Another coordinator goes on where the one before left it.",
            source="our own choice: after a tie, an illness or a lost screening somebody else goes on",
        ),
        Step(
            Stage.IN_PREPARATION,
            RegistrationLocked,
            Stage.CLOSED,
            because="What happened is registered; nothing is left to do.",
            source=COORDINATOR_REGISTERS,
        ),
        *from_each(
            BEFORE_ACCEPTANCE,
            RejectRequest,
            Stage.REJECTED,
            because="Something else is needed first, or it cannot be done here.",
            source=RARELY,
        ),
        *from_each(
            (*BEFORE_ACCEPTANCE, *UNDER_WAY),
            WithdrawRequest,
            Stage.WITHDRAWN,
            because="The main person may stop at any moment, without a reason.",
            source=CONSENT_ENDS,
        ),
        *from_each(
            BEFORE_CONSENT,
            ConsentOverdue,
            Stage.LAPSED,
            because="Nobody said yes in time: what was known is erased, and a later referral is a new request.",
            source=NOT_KEPT,
        ),
        *from_each(
            BEFORE_ACCEPTANCE,
            MergeRequest,
            Stage.MERGED,
            because="It is the same request as another one, and goes on as that.",
            source=A_PERSON_DECIDES,
        ),
        Step(
            Stage.MERGED,
            UndoMerge,
            Stage.RECEIVED,
            because="The merge was wrong: the regional manager looks at it anew.",
            source=A_PERSON_DECIDES,
        ),
        *from_each(
            (*BEFORE_ACCEPTANCE, *UNDER_WAY),
            TransferAccepted,
            Stage.TRANSFERRED,
            because="Another office takes it over; here it ends.",
            source=BOTH_CONFIRM,
        ),
    ),
)

TALKS: Final = frozenset(step.at for step in TALK.steps)


def table_of(stage: Stage) -> Process[Stage]:
    """Give the table a stage stands in; both end in `withdrawn` and in `lapsed`."""
    return TALK if stage in TALKS else REQUEST
