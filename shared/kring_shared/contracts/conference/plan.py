"""The circle's plan: drafted in its own words, confirmed by the circle, written out and given to people."""

from datetime import date

from pydantic import Field

from kring_shared.contracts.conference.words import BorneBy, LegalForm, ReceivedBy
from kring_shared.contracts.envelope import Command, Fact, Key, Message
from kring_shared.contracts.sealed import Sealed


class Agreement(Message):
    """One agreement of the plan (afspraak): who, what, when, for how long; in the circle's own words."""

    who: str = Field(min_length=1, max_length=200, repr=False)
    what: str = Field(min_length=1, max_length=1000, repr=False)
    when: str = Field("", max_length=200, repr=False)
    how_long: str = Field("", max_length=200, repr=False, description="Until when it holds.")
    borne_by: BorneBy = BorneBy.CIRCLE
    people: tuple[Key, ...] = Field((), description="Whom it binds, as far as they take part; they may read it.")


class HelpAsked(Message):
    """Something the circle asks of a professional; they answer yes, no, or from when."""

    what: str = Field(min_length=1, max_length=500, repr=False)
    of_whom: str = Field("", max_length=200, repr=False, description="Whom it is asked of, in words.")
    person_id: Key | None = Field(None, description="Who is asked, when they take part.")


class PlanText(Message):
    """The plan as the circle made it; the coordinator writes it down and changes nothing of its content."""

    agreements: tuple[Agreement, ...] = Field(min_length=1, max_length=60)
    strengths: tuple[str, ...] = Field((), description="What the circle can do by itself (eigen krachten).")
    help_asked: tuple[HelpAsked, ...] = Field((), description="What it asks of professionals.")
    review_on: date | None = Field(None, description="When the circle looks how it goes.")
    review_by: str = Field("", description="Who comes together to look.")
    stay_in_touch: str = Field("", description="How people stay in touch.")
    fallback_convener: str = Field("", description="Who calls everyone together when it goes wrong.")
    fallback_person: Key | None = Field(None, description="The same, when they take part; they are written to first.")
    whom_to_warn: str = Field("", description="Who is told when the circle itself does not find a way.")
    legal_form: LegalForm = LegalForm.NONE


class PlanDrafted(Fact):
    """The circle's words were written down, as a draft; they count when the circle confirms them."""

    plan_version: int = Field(ge=1)


class PlanAgreed(Fact):
    """Everyone present agrees with this version."""

    plan: Sealed[PlanText]
    plan_version: int = Field(ge=1)
    own_strengths: int = Field(0, ge=0, description="How many agreements the circle carries itself.")
    professional_help: int = Field(0, ge=0, description="How many lines ask or bind a professional.")


class PlanWrittenOut(Fact):
    """The circle's text stands on paper."""

    plan_version: int = Field(ge=1)


class PlanTranslated(Fact):
    """A named human translated the plan; the original leads."""

    plan_version: int = Field(ge=1)
    language: str


class PlanDistributed(Fact):
    """The plan goes to whom the policy names, and to whom the circle hands it besides."""

    plan_version: int = Field(ge=1)
    recipients: tuple[Key, ...]
    plan: Sealed[PlanText]
    distributed_on: date | None = Field(
        None, description="The day, when that was before Kring; else it is the fact's own."
    )


class PlanReceived(Fact):
    """Somebody has the plan, or the agreements that bind them."""

    person_id: Key
    plan_version: int = Field(ge=1)
    received_by: ReceivedBy


class HelpAnswered(Fact):
    """A professional answered what the circle asked."""

    item: int = Field(ge=1, description="Which line of the help asked.")
    granted: bool
    starts_on: date | None = None


class HelpAnswerOverdue(Fact):
    """Nobody answered yet what the circle asked; the regional manager asks."""

    items: int = Field(ge=1, description="How many lines are without an answer.")


class DraftPlan(Command):
    """Write the circle's words down; a new version shows what changed. Once agreed, only the circle changes it."""

    case_id: Key
    plan: PlanText


class ConfirmPlan(Command):
    """Say that everyone present agrees with this version; the circle says it, or the coordinator notes who did."""

    case_id: Key
    plan_version: int = Field(ge=1)
    everyone_agrees: bool
    said_by: Key | None = Field(None, description="Who of the circle said it, when the coordinator notes it.")


class MakePlanWithoutMeeting(Command):
    """Take over a plan that the circle made before the meeting; it is confirmed like any other."""

    case_id: Key
    plan: PlanText


class WriteOutPlan(Command):
    """Note that the plan stands on paper."""

    case_id: Key


class AttachTranslation(Command):
    """Attach a translation a named person made of the plan as it was written out."""

    case_id: Key
    plan_version: int = Field(ge=1)
    language: str = Field(min_length=2, max_length=35, examples=["tr"])
    translator: str = Field(min_length=2, max_length=120, repr=False, description="Who translated it, by name.")
    plan: PlanText


class DistributePlan(Command):
    """Give the plan to everybody the policy names, and to whom the circle hands it besides."""

    case_id: Key
    handed_to: tuple[Key, ...] = Field((), description="Professionals to whom the circle hands its plan.")


class ConfirmReceipt(Command):
    """Note that somebody has the plan, or the agreements that bind them."""

    case_id: Key
    person_id: Key
    received_by: ReceivedBy = ReceivedBy.BY_HAND


class AnswerHelp(Command):
    """Answer what the circle asked: yes, no, and from when."""

    case_id: Key
    item: int = Field(ge=1, description="Which line of the help asked.")
    granted: bool
    starts_on: date | None = None
