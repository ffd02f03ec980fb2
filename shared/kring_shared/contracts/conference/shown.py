"""What a conference shows to those who may see it. While private time runs, it shows that and nothing else."""

from datetime import date

from pydantic import AwareDatetime, Field

from kring_shared.contracts.conference.plan import PlanText
from kring_shared.contracts.conference.words import Check, Side
from kring_shared.contracts.envelope import Answer, Key, Query
from kring_shared.contracts.field import Part


class ShowConference(Query):
    """Ask how far a conference is, names opened for those who may see them."""

    case_id: Key


class ShowPlan(Query):
    """Ask for the plan; who does not get all of it, gets the agreements that bind them."""

    case_id: Key
    plan_version: int | None = Field(None, ge=1, description="An earlier version; the one that counts when absent.")


class ShowCalendar(Query):
    """Ask for the day as a calendar file for one person; only who asked for it has one."""

    case_id: Key
    person_id: Key


class DatesOf(Answer):
    """What one person said of the days that were proposed."""

    answered: bool = Field(description="Nothing was said yet when it is not so.")
    can: tuple[AwareDatetime, ...] = ()
    if_need_be: tuple[AwareDatetime, ...] = ()


class ParticipantLine(Answer):
    """One participant."""

    person_id: Key
    name: str
    part: Part
    stage: str
    side: Side | None = None
    prepared: bool = False
    suggested_by: Key | None = Field(None, description="Shown to the coordinator.")
    relation: str = Field("", description="Shown to the coordinator.")
    languages: tuple[str, ...] = Field((), description="Shown to the coordinator.")
    minor: bool | None = Field(None, description="Shown to the coordinator.")
    support_person_id: Key | None = Field(None, description="Shown to the coordinator and the person.")
    interpreter: str = Field(
        "", description="The language they need an interpreter for; shown to the coordinator and the person."
    )
    comfort: str = Field("", description="What they need to feel at ease; shown to the coordinator and the person.")
    noted: tuple[str, ...] = Field(
        (),
        description="What was noted of them: `safety-asked`, `briefed`, `knows-conditions`, `informed`, `has-plan`; "
        "shown to the coordinator.",
        examples=[["safety-asked", "has-plan"]],
    )
    dates: DatesOf | None = Field(
        None,
        description="What they said of the days that were proposed, where a day has to suit them; coordinator only.",
    )


class InformationLine(Answer):
    """One thing the circle wants to know."""

    need_id: Key
    need: str = Field(description="What it wants to know, in its own words.")
    giver_id: Key | None = Field(None, description="Who answers it, once that is known.")


class ChecklistLine(Answer):
    """One item of the readiness checklist."""

    check: Check
    done: bool
    what: str = Field(description="What is still to be done, when it is not.")
    because: str = Field(description="Why it matters.")


class DateLine(Answer):
    """How a proposed day suits, counted; the best comes first."""

    starts_at: AwareDatetime
    can: int = Field(description="How many can.")
    if_need_be: int = Field(description="How many could come with trouble.")
    cannot: int = Field(description="How many cannot.")
    unknown: int = Field(description="How many said nothing yet.")
    main_persons_can: bool = Field(description="Every main person can.")


class ConferenceShown(Answer):
    """One conference."""

    case_id: Key
    stage: str
    plan_stage: str
    question: str
    starts_at: AwareDatetime | None
    participants: tuple[ParticipantLine, ...]
    missing: tuple[str, ...] = Field(description="What the readiness checklist still misses, in words.")
    follow_ups: tuple[str, ...]
    possible: tuple[str, ...]
    paused: bool = Field(default=False, description="No next step of the preparation is taken until it goes on.")
    awaits_coordinator: bool = Field(
        default=False, description="Nobody coordinates now: what only a coordinator does has to wait."
    )
    checklist: tuple[ChecklistLine, ...] = ()
    dates: tuple[DateLine, ...] = ()
    conditions: tuple[str, ...] = Field((), description="The conditions, for everybody who is to know them.")
    kept_apart: tuple[tuple[Key, ...], ...] = Field(
        (), description="Pairs of people who are never in one room; coordinator only."
    )
    invited_group: int | None = Field(None, description="How many an open invitation reached.")
    information: tuple[InformationLine, ...] = Field(
        (),
        description="What the circle wants to know, and who answers it; for the coordinator and a single circle.",
    )
    venue: str = Field("", description="Where it is; shown to the coordinator.")
    legal_deadline: date | None = Field(None, description="The last day the law allows whoever decides.")
    private_from: AwareDatetime | None = Field(None, description="For the circle and the coordinator; gone at lock.")
    private_until: AwareDatetime | None = Field(None, description="For the circle and the coordinator; gone at lock.")
    previous_case_id: Key | None = Field(None, description="The conference this one repeats.")


class PlanChange(Answer):
    """One line that changed from one version to the next."""

    was: str = Field(description="Empty when it is new.")
    now: str = Field(description="Empty when it was left out.")


class PlanTranslation(Answer):
    """A translation, by whom; the original leads."""

    language: str
    translator: str = Field(description="Who translated it, by name.")
    plan: PlanText


class PlanShown(Answer):
    """A plan, or the part of it that somebody may read."""

    case_id: Key
    stage: str
    plan_version: int
    counts: bool = Field(description="The circle confirmed this version.")
    whole: bool = Field(description="All of it, and not only the agreements that bind whoever asks.")
    plan: PlanText | None = Field(None, description="Absent when nothing of it may be read, or it is erased.")
    changed: tuple[PlanChange, ...] = ()
    help_answers: tuple[str, ...] = Field(
        (), description="One for each line of help, by its number.", examples=[["1: yes from 2026-12-01", "2: open"]]
    )
    asked: tuple[str, ...] = Field(
        (), description="What is asked of whoever reads only their own part, in the order of `helpAnswers`."
    )
    translations: tuple[PlanTranslation, ...] = ()
    form: str = Field("family", description="Whose headings it has: the type of the conference.")
    held_on: date | None = None
    written_out_on: date | None = None


class CalendarShown(Answer):
    """The day as a calendar file."""

    ics: str = Field(description="RFC 5545; empty when they did not ask for one.")
