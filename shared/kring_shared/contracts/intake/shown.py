"""What intake shows: the cases of an office, one request with its names opened, and what a question's wording asks."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Cursor, Key, Office, Query
from kring_shared.contracts.field import AgeBand, ConferenceType, Context, Urgency
from kring_shared.contracts.intake.words import ConsentMethod, Giver


class ListCases(Query):
    """Ask for the cases of an office, newest first."""

    office: Office
    limit: int = Field(100, ge=1, le=1000)
    before: Cursor = Field("", description="Go on with older ones than this: `next` of the page before.")
    stages: tuple[Annotated[str, Field(max_length=20)], ...] = Field(
        (), max_length=20, description="Only those that stand here; empty for all.", examples=[["received", "triaged"]]
    )
    held: bool | None = Field(
        None, description="True: only what waits for the regional manager; false: only what does not; absent: all."
    )
    held_for: str = Field(
        "", max_length=20, description="Of what waits only what waits for this reason.", examples=["consent-divided"]
    )


class CaseLine(Answer):
    """One case in a list: codes and dates only."""

    case_id: Key
    office: str
    stage: str
    held: str = Field("", description="Why it waits for the regional manager, as a code; empty when it does not.")
    conference_type: ConferenceType | None
    context: Context
    urgency: Urgency
    received_at: AwareDatetime
    possible: tuple[str, ...] = Field((), description="What can be done now, by command name.")


class CaseList(Answer):
    """The cases of an office."""

    cases: tuple[CaseLine, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `before`; empty on the last one.")


class ShowRequest(Query):
    """Ask for one request, names opened for those who may see them."""

    case_id: Key


class HolderLine(Answer):
    """A holder of authority over a child."""

    person_id: Key
    name: str


class PersonLine(Answer):
    """A person as those who may see names see them; `name` reads `(erased)` once the key is destroyed."""

    person_id: Key
    name: str
    languages: tuple[str, ...] = ()
    age_band: AgeBand | None = None
    holders: tuple[HolderLine, ...] = ()
    all_holders_known: bool = False
    voice: str = Field("", description="`asked`, why not, or empty when it is not noted yet.")
    left_out: bool = Field(default=False, description="The request goes on without them.")


class ConsentLine(Answer):
    """One yes or no."""

    purpose: str = Field(description="What it is about.", examples=["conference"])
    giver_id: Key
    giver: Giver
    method: ConsentMethod
    said_at: AwareDatetime
    answer: str = Field(description="`yes`, `no` or `withdrawn`.")


class MandateLine(Answer):
    """A body that may compel."""

    kind: str
    for_persons: tuple[Key, ...] = Field(description="Main persons it is about; empty is all.")
    conditions: tuple[str, ...]
    acceptor: str = Field("", description="Name of who accepts the plan.")
    legal_deadline: date | None = None


class QuestionRemark(Answer):
    """What somebody may want to look at again in the wording of a question; it is advice, people decide."""

    code: str = Field(examples=["closed"])
    nl: str = Field(description="The explanation in Dutch.")
    en: str = Field(description="The same in English.")


class RequestShown(Answer):
    """One request."""

    case: CaseLine
    policy: str
    requester: PersonLine
    main_persons: tuple[PersonLine, ...]
    question: str = Field("", description="As the requester proposed it; the people make it theirs in the preparation.")
    question_remarks: tuple[QuestionRemark, ...] = ()
    conditions: tuple[str, ...] = ()
    mandates: tuple[MandateLine, ...] = ()
    consents: tuple[ConsentLine, ...] = ()
    unsettled: tuple[Key, ...] = Field(
        (), description="Main persons for whom the office has to find out who decides (settle-authority)."
    )
    still_to_ask: tuple[Key, ...] = Field((), description="Who has to say yes or no before it can go on.")
    funding: str = Field("", description="`asked`, `granted`, `refused`, or empty.")
    previous_case_id: Key | None = Field(None, description="The earlier route of the same people, when there was one.")
    merged_into: Key | None = Field(None, description="The request it goes on as, when it was merged.")
    references: tuple[str, ...] = Field((), description="The references of the senders.")


class CheckQuestion(Query):
    """Ask whether a question is open; nothing is kept."""

    question: str = Field(min_length=1, max_length=4000, repr=False)


class QuestionChecked(Answer):
    """What the checks remark."""

    remarks: tuple[QuestionRemark, ...]
