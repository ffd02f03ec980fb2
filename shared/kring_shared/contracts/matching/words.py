"""Codes of matching: why, how and how well, never in a sentence about a person."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from kring_shared.contracts.envelope import Message

Spoken = Literal["en", "nl"]
"""The languages in which reasons are explained."""


class DeclineReason(StrEnum):
    """Why a coordinator says no to a proposal."""

    NO_TIME = "no-time"
    TIE = "tie"
    NOT_FITTING = "not-fitting"


class ShortlistReason(StrEnum):
    """Why a shortlist is as it is; a code says nothing of anybody."""

    BEST_SCORE = "best-score"
    SPEAKS_THE_LANGUAGE = "speaks-the-language"
    KNOWN_TO_FAMILY = "known-to-family"
    FAMILY_ASKED = "family-asked"
    LIVES_NEAR = "lives-near"
    SPREADS_WORK = "spreads-work"
    FIRST_CONFERENCE = "first-conference"
    FREE_AT_ONCE = "free-at-once"
    BEST_FOR_ALL_TOGETHER = "best-for-all-together"
    OTHER = "other"


class LanguageLevel(StrEnum):
    """How well a coordinator speaks a language, as they say themselves."""

    BASIC = "basic"
    GOOD = "good"
    NATIVE = "native"


class LanguageSkill(Message):
    """A language with its level (talenkennis)."""

    language: str = Field(description="BCP 47 tag.", examples=["tr"])
    level: LanguageLevel = LanguageLevel.GOOD


class TieKind(StrEnum):
    """How a coordinator is tied to a body that decides on help or gives it."""

    EMPLOYED = "employed"
    PAID_BY = "paid-by"
    GOVERNS = "governs"
    VOLUNTEERS = "volunteers"
    HOUSEHOLD = "household"
    OTHER = "other"


class ConflictKind(StrEnum):
    """What ties a coordinator to somebody in a case."""

    FAMILY_OR_FRIEND = "family-or-friend"
    KNOWS_THE_FAMILY = "knows-the-family"
    REQUESTER = "requester"
    MANDATING_PARTY = "mandating-party"
    OWN_INTEREST = "own-interest"
    HELPING_BODY = "helping-body"


class HandOverReason(StrEnum):
    """Why a case goes to another coordinator."""

    CONFLICT = "conflict"
    ILLNESS = "illness"
    SCREENING = "screening"
    NO_TIME = "no-time"
    LENDER_WITHDREW = "lender-withdrew"
    OTHER = "other"


class PauseReason(StrEnum):
    """Why a coordinator takes no new cases for a while."""

    OWN_CHOICE = "own-choice"
    ILLNESS = "illness"
    TRAINING = "training"


class SuspensionReason(StrEnum):
    """Why a coordinator may not work for now."""

    SCREENING_EXPIRED = "screening-expired"
    INDEPENDENCE_LOST = "independence-lost"
    COMPLAINT = "complaint"
    STATUTE = "statute"


class LeavingReason(StrEnum):
    """Why a coordinator left."""

    OWN_CHOICE = "own-choice"
    MOVED = "moved"
    NOT_INDEPENDENT = "not-independent"
    DIED = "died"
    OTHER = "other"


class StatuteKind(StrEnum):
    """How a coordinator works for the organisation: by contract, or as a Belgian volunteer."""

    CONTRACT = "contract"
    VOLUNTEER = "volunteer"


class Statute(Message):
    """The statute (statuut) a coordinator works under; facts and dates only, never a document."""

    kind: StatuteKind
    since: date
    until: date | None = Field(None, description="Last day; absent when it has none.")
    note_agreed_on: date | None = Field(None, description="Volunteer: when the note of agreement was signed.")
    insured_until: date | None = Field(None, description="Volunteer: last day the insurance covers.")
    secrecy_pledged_on: date | None = Field(None, description="When the pledge of secrecy was signed.")


class Period(Message):
    """Days on which a coordinator is not there; both ends belong to it."""

    first: date
    last: date

    @model_validator(mode="after")
    def _runs_forward(self) -> "Period":
        if self.last < self.first:
            raise ValueError("a period ends on or after the day it begins")
        return self


class Thing(StrEnum):
    """What an office issues to a coordinator."""

    CARDS = "cards"
    EMAIL_ACCOUNT = "email-account"
    TELEPHONE = "telephone"
    KEYS = "keys"


class SelfDeclared(Message):
    """What a coordinator says of themselves so that a family's wish can be met; nobody else fills this in."""

    religion: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code.", examples=["muslim"])
    background: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code.", examples=["moroccan"])


class PrivateWishes(Message):
    """What a family wishes of the coordinator that is nobody else's business; always sealed under the case."""

    religion: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code.", examples=["muslim"])
    background: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code.", examples=["moroccan"])


class CandidacyEnd(StrEnum):
    """Why somebody did not become a coordinator."""

    OWN_CHOICE = "own-choice"
    NOT_CONTINUED = "not-continued"
    NOT_INDEPENDENT = "not-independent"


class ProfileLine(StrEnum):
    """The lines of the coordinator's profile, by which candidates write and trainers read reports."""

    INDEPENDENT = "independent"
    CONNECTS_PEOPLE = "connects-people"
    LISTENS_WITHOUT_JUDGING = "listens-without-judging"
    LEAVES_THE_PLAN_TO_THE_CIRCLE = "leaves-the-plan-to-the-circle"
    ORGANISES = "organises"
    KEEPS_CONFIDENCES = "keeps-confidences"
    FLEXIBLE_HOURS = "flexible-hours"


class ReportLine(Message):
    """What somebody writes about one line of the profile."""

    line: ProfileLine
    text: str = Field(min_length=1, max_length=2000, description="In their own words.")


class Report(Message):
    """What somebody wrote about themselves along the lines of the profile (verslag); always sealed."""

    lines: tuple[ReportLine, ...]


class WorkLine(StrEnum):
    """What an evaluation looks at: the coordinator's work. Whether a plan came of it is not among these."""

    EVERYBODY_SPOKEN_TO_IN_PERSON = "everybody-spoken-to-in-person"
    CIRCLE_WIDENED = "circle-widened"
    QUESTION_KEPT_OPEN = "question-kept-open"
    SAFETY_ASKED_OF_EACH = "safety-asked-of-each"
    LEFT_FOR_PRIVATE_TIME = "left-for-private-time"
    DID_NOT_FILL_IN_THE_PLAN = "did-not-fill-in-the-plan"
    REGISTERED = "registered"


class WorkMark(Message):
    """How one line of the work went."""

    line: WorkLine
    went_well: bool


class EvaluationResult(StrEnum):
    """What comes of an evaluation."""

    POSITIVE = "positive"
    ONCE_MORE = "once-more"
    NEGATIVE = "negative"


class GatheringKind(StrEnum):
    """What people come together for."""

    INFORMATION_MEETING = "information-meeting"
    TRAINING_FIRST = "training-first"
    TRAINING_SECOND = "training-second"
    REGIONAL_MEETING = "regional-meeting"
    STUDY_DAY = "study-day"
    WORKSHOP = "workshop"

    @property
    def is_training(self) -> bool:
        """Tell whether it is a part of the training, where each day counts."""
        return self in {GatheringKind.TRAINING_FIRST, GatheringKind.TRAINING_SECOND}


class CoachingKind(StrEnum):
    """How a coordinator was supported."""

    CALL = "call"
    VISIT = "visit"
    SUPERVISION = "supervision"
    INTERVISION = "intervision"


class Topic(StrEnum):
    """What support was about, as a code; never about whom."""

    CIRCLE = "circle"
    QUESTION = "question"
    SAFETY = "safety"
    PROFESSIONALS = "professionals"
    CONDITIONS = "conditions"
    PRACTICAL = "practical"
    REGISTRATION = "registration"
    OWN_PART = "own-part"
    OTHER = "other"
