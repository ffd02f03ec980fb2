"""Codes of intake (aanmelding): why, how and for what, never in a sentence about a family."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field


class RejectionReason(StrEnum):
    """Why a request is not taken on; rare, since a conference fits in many situations."""

    NO_PLAN_NEEDED = "no-plan-needed"
    NOT_REACHABLE = "not-reachable"
    OUTSIDE_AREA = "outside-area"
    OTHER_HELP_FIRST = "other-help-first"
    NO_FUNDING = "no-funding"
    PEOPLE_DISAGREE = "people-disagree"


class StopReason(StrEnum):
    """Why people stopped, as far as they told it by themselves; nobody is asked."""

    PLAN_ALREADY_MADE = "plan-already-made"
    SITUATION_CHANGED = "situation-changed"
    NETWORK_TOO_SMALL = "network-too-small"
    WANTS_NO_NETWORK = "wants-no-network"
    OTHER_HELP_NEEDED = "other-help-needed"
    CONFLICT_TOO_HIGH = "conflict-too-high"
    NO_MOTIVATION = "no-motivation"


class Outcome(StrEnum):
    """How a request ended, in the categories of the yearly figures."""

    MEETING_WITH_PLAN = "meeting-with-plan"
    PLAN_WITHOUT_MEETING = "plan-without-meeting"
    MEETING_WITHOUT_PLAN = "meeting-without-plan"
    STOPPED_IN_PREPARATION = "stopped-in-preparation"
    STOPPED_BEFORE_START = "stopped-before-start"


class ConsentMethod(StrEnum):
    """How the person said yes or no to the office."""

    IN_PERSON = "in-person"
    BY_PHONE = "by-phone"
    IN_WRITING = "in-writing"


class Purpose(StrEnum):
    """What a yes is for. Each is asked, given and withdrawn by itself; only `conference` opens the gate."""

    CONFERENCE = "conference"
    TRANSFER = "transfer"
    CROSS_OFFICE = "cross-office"
    SPECIAL_DATA = "special-data"
    SCORES = "scores"
    RESEARCH = "research"


class Giver(StrEnum):
    """In which part somebody says yes or no: for themselves, or as a holder of authority (gezagsdrager) of a child."""

    MAIN_PERSON = "main-person"
    LEGAL_REPRESENTATIVE = "legal-representative"


class NotAskedBecause(StrEnum):
    """Why a child was not asked for their own view."""

    TOO_YOUNG = "too-young"
    NOT_REACHED_YET = "not-reached-yet"
    NOT_SAFE_TO_ASK = "not-safe-to-ask"
    CHILD_DID_NOT_WANT = "child-did-not-want"


class PauseReason(StrEnum):
    """Why everything waits until the regional manager has spoken with those concerned."""

    CONSENT_DIVIDED = "consent-divided"
    PERSON_DIED = "person-died"


class FundingRefusal(StrEnum):
    """Why a funder does not pay."""

    NO_AGREEMENT = "no-agreement"
    OUTSIDE_RULES = "outside-rules"
    BUDGET_USED = "budget-used"
    OTHER_HELP_FIRST = "other-help-first"


class TransferReason(StrEnum):
    """Why a request goes to another office."""

    WRONG_OFFICE = "wrong-office"
    FAMILY_MOVED = "family-moved"
    OFFICE_NOT_INDEPENDENT = "office-not-independent"


class TransferRefusal(StrEnum):
    """Why an office does not take over a request."""

    NOT_OUR_AREA = "not-our-area"
    NOT_NOW = "not-now"


class QuarantineRefusal(StrEnum):
    """Why a referral that was set apart is not taken on."""

    SEND_WITHOUT_NUMBER = "send-without-number"
    NOT_A_REFERRAL = "not-a-referral"
    NOT_READABLE = "not-readable"


Channel = Annotated[str, Field(pattern=r"^[a-z][a-z-]{1,30}$", examples=["phone"])]
"""How something came in: `bus`, `file`, `e-mail`, `phone`, `desk`, `letter`, `transfer`, …"""
