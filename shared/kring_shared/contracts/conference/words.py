"""Words of the conference that several of its messages use."""

from enum import StrEnum
from typing import Final


class Mode(StrEnum):
    """How people meet."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"


class ContactKind(StrEnum):
    """How the coordinator spoke with a person; notes are not kept."""

    HOME_VISIT = "home-visit"
    PHONE = "phone"
    VIDEO = "video"


class Covered(StrEnum):
    """What a personal contact was about; the first four come before any invitation."""

    AIM = "aim"
    WORKING_METHOD = "working-method"
    POSSIBILITIES = "possibilities"
    RESPONSIBILITIES = "responsibilities"
    QUESTION = "question"
    CONDITIONS = "conditions"


BEFORE_AN_INVITATION: Final = frozenset(
    {Covered.AIM, Covered.WORKING_METHOD, Covered.POSSIBILITIES, Covered.RESPONSIBILITIES}
)
"""What everybody heard in person before they are invited."""


class Answered(StrEnum):
    """What a person says to an invitation; by letter is also a statement, or a recorded message."""

    COMES = "comes"
    COMES_REMOTE = "comes-remote"
    IS_REPRESENTED = "is-represented"
    BY_LETTER = "by-letter"
    DOES_NOT_COME = "does-not-come"


class Side(StrEnum):
    """The two circles of a restorative conference (Echt Recht, hergo)."""

    HARMED = "harmed"
    RESPONSIBLE = "responsible"


class SupportWish(StrEnum):
    """Whether somebody wants a person of their own choice beside them (steunpersoon)."""

    WANTED = "wanted"
    NOT_WANTED = "not-wanted"


class ReceivedBy(StrEnum):
    """How something reached a person; paper unless they want it otherwise."""

    BY_HAND = "by-hand"
    POST = "post"
    READ_ALOUD = "read-aloud"
    DOWNLOAD = "download"


class StillBecause(StrEnum):
    """Why a meeting stopped for the day, or was put off; never about whom."""

    CIRCLE_WANTS_MORE_TIME = "circle-wants-more-time"
    SAFETY = "safety"
    SOMEBODY_MISSING = "somebody-missing"
    INTERPRETER_MISSING = "interpreter-missing"
    PLAN_SENT_BACK = "plan-sent-back"
    NO_COORDINATOR = "no-coordinator"
    CIRCLE_ASKS = "circle-asks"
    PRACTICAL = "practical"


class CancelledBecause(StrEnum):
    """Why a conference is not held, or what was planned after it stopped."""

    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    NETWORK_TOO_SMALL = "network-too-small"
    SITUATION_CHANGED = "situation-changed"
    OTHER_HELP_CAME_FIRST = "other-help-came-first"
    A_SIDE_STOPPED = "a-side-stopped"


class RoomRule(StrEnum):
    """A rule of the three parts that somebody broke."""

    PROFESSIONAL_STAYED = "professional-stayed"
    SOMEBODY_LISTENED_IN = "somebody-listened-in"
    COORDINATOR_STAYED = "coordinator-stayed"
    TIME_WAS_PRESSED = "time-was-pressed"
    CONTENT_WAS_STEERED = "content-was-steered"
    NEW_CONDITION_ON_THE_DAY = "new-condition-on-the-day"
    CHILD_INTERPRETED = "child-interpreted"


class BorneBy(StrEnum):
    """Who carries an agreement: own strength, or professional help."""

    CIRCLE = "circle"
    PROFESSIONAL = "professional"


class LegalForm(StrEnum):
    """What a plan is called by law, so that helpers can point at it (familiegroepsplan, persoonlijk plan, …)."""

    NONE = "none"
    FAMILY_GROUP_PLAN = "familiegroepsplan"
    PERSONAL_PLAN = "persoonlijk-plan"
    PLAN_OF_APPROACH = "plan-van-aanpak"


class PlanHolds(StrEnum):
    """What a plan holds beside its agreements; the coordinator asks for each, and the circle may leave one open."""

    STRENGTHS = "strengths"
    HELP = "help-asked"
    REVIEW = "review"
    STAY_IN_TOUCH = "stay-in-touch"
    FALLBACK = "fallback"
    WHOM_TO_WARN = "whom-to-warn"


class ReviewOutcome(StrEnum):
    """What the circle decides when it looks how its plan goes."""

    GOES_ON = "goes-on"
    ADJUSTS = "adjusts"
    MEETS_AGAIN = "meets-again"
    FULFILLED = "fulfilled"
    LAPSED = "lapsed"


class SignalLevel(StrEnum):
    """How pressing a safety signal is; acute is looked at the same day."""

    CONCERN = "concern"
    ACUTE = "acute"


class SignalOutcome(StrEnum):
    """What became of a safety signal, as a code; what was said stays sealed."""

    SAFE_NOW = "safe-now"
    CIRCLE_ACTS = "circle-acts"
    REPORTED = "reported"
    NO_CONCERN = "no-concern"


class Check(StrEnum):
    """The items of the readiness checklist, by code."""

    QUESTION = "question"
    QUESTION_CLEAR = "question-clear"
    MAIN_PERSONS_SPOKEN_WITH = "main-persons-spoken-with"
    INVITED_ANSWERED = "invited-answered"
    MAIN_PERSON_HEARD = "main-person-heard"
    CIRCLE_COMES = "circle-comes"
    OPEN_INVITATION = "open-invitation"
    DAY = "day"
    DAY_TO_COME = "day-to-come"
    NEUTRAL_PLACE = "neutral-place"
    NO_END_TIME = "no-end-time"
    CONDITIONS = "conditions"
    ACCEPTOR = "acceptor"
    SAFETY_ASKED = "safety-asked"
    APART = "apart"
    SUPPORT_CHOSEN = "support-chosen"
    INTERPRETERS = "interpreters"
    REPRESENTED_BY = "represented-by"
    PROFESSIONALS_BRIEFED = "professionals-briefed"
    INFORMATION_ANSWERED = "information-answered"
    SIDES = "sides"
    BOTH_SIDES_HEARD = "both-sides-heard"
    SCHOOL_INFORMS = "school-informs"
    DATES_ASKED = "dates-asked"
    FOOD = "food"
    COMFORT = "comfort"


MAY_BE_LEFT_OUT: Final = frozenset({Check.DATES_ASKED, Check.FOOD, Check.COMFORT, Check.INFORMATION_ANSWERED})
"""What a policy may do without; everything else no policy can switch off. When it is urgent the list is shorter."""
