"""What people ask matching: who fits and why, who is in the register, what is planned, how far somebody is."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Key, Office, Query
from kring_shared.contracts.field import ConferenceType, Gender, Urgency
from kring_shared.contracts.matching.words import (
    GatheringKind,
    LanguageSkill,
    Period,
    Statute,
    Thing,
    TieKind,
    Topic,
)

Spoken = Literal["en", "nl"]
"""The languages in which reasons are explained."""


class RankCoordinators(Query):
    """Ask who fits a case, best first, with the reasons, and who cannot and why not."""

    case_id: Key
    language: Spoken = Field("en", description="In which the reasons are told.")
    limit: int = Field(
        25, ge=1, le=200, description="How many are explained, of those who fit and of those who cannot."
    )
    about: Key | None = Field(None, description="Explain this coordinator too, wherever they stand.")


class CriterionScore(Answer):
    """How one criterion sees one coordinator."""

    criterion: str = Field(examples=["language"])
    score: float | None = Field(description="0.0 to 1.0; absent when the criterion has nothing to say.")
    weight: float = Field(1.0, description="How much it counts beside the others.")
    because: str = Field(description="One sentence.")


class Stop(Answer):
    """Why somebody cannot be proposed: a rule's code and its sentence, never what is behind it."""

    code: str = Field(pattern=r"^[a-z][a-z-]{1,40}$", examples=["full"])
    because: str = Field(description="One sentence.")


class RankedCoordinator(Answer):
    """One coordinator for one case."""

    coordinator_id: Key
    name: str
    score: float = Field(description="Weighted mean of the criteria, 0.0 to 1.0.")
    place: int | None = Field(None, ge=1, description="1 is the best; absent for those who cannot.")
    scores: tuple[CriterionScore, ...]
    stops: tuple[Stop, ...] = Field((), description="Why this one cannot be proposed; empty when they can.")
    supervised: bool = Field(default=False, description="It would be a first conference, with support.")
    lent_by: Office | None = Field(None, description="The neighbour office that lends them for this case.")


class StopCount(Answer):
    """How many cannot, for one reason."""

    code: str
    because: str = Field(description="One sentence, of nobody in particular.")
    coordinators: int = Field(ge=1)


class Ranking(Answer):
    """Who fits, best first; then those who cannot, who would have fitted best first."""

    case_id: Key
    coordinators: tuple[RankedCoordinator, ...]
    fitting: int = Field(ge=0, description="How many fit in all, also those not shown.")
    why_not: tuple[StopCount, ...] = Field((), description="How many cannot, by reason; somebody may count twice.")
    previous_coordinator_id: Key | None = Field(
        None, description="Who coordinated for these people before, also when they are not in this register."
    )


class MatchTogether(Query):
    """Ask for the best assignment of all waiting requests together; it decides and delays nothing."""

    case_ids: tuple[Key, ...] = Field((), max_length=500, description="Which; empty is every search that waits.")
    language: Spoken = "en"


class Pair(Answer):
    """One request and the coordinator it would get."""

    case_id: Key
    coordinator_id: Key
    name: str
    score: float = Field(description="As in the ranking of that request, 0.0 to 1.0.")
    best_id: Key = Field(description="Who would be this request's own first choice.")
    because: str = Field("", description="Why it is not that one; empty when it is.")


class Together(Answer):
    """The best assignment of all together."""

    pairs: tuple[Pair, ...]
    unfilled: tuple[Key, ...] = Field((), description="Requests for which nobody is left.")


class ListCoordinators(Query):
    """Ask for an office's coordinators."""

    limit: int = Field(500, ge=1, le=5000)


class CoordinatorLine(Answer):
    """One coordinator in the register."""

    coordinator_id: Key
    name: str
    languages: tuple[str, ...]
    scopes: tuple[ConferenceType, ...]
    municipality: str
    active_cases: int
    maximum_load: int
    standing: str = Field("active", description="`active`, `paused`, `suspended` or `left`.")
    supervised: bool = False
    screening_valid_until: date | None = None


class CoordinatorList(Answer):
    """The register of an office."""

    coordinators: tuple[CoordinatorLine, ...]


class ShowCoordinator(Query):
    """Ask for one entry of the register."""

    coordinator_id: Key

    def key(self) -> str:
        """Give the coordinator's own id."""
        return self.coordinator_id


class IssuedLine(Answer):
    """Something an office issued."""

    thing: Thing
    issued_on: date
    returned_on: date | None = None


class CoordinatorShown(Answer):
    """One entry of the register; what somebody declared of themselves is shown to themselves only."""

    line: CoordinatorLine
    levels: tuple[LanguageSkill, ...] = ()
    gender: Gender | None = None
    birth_year: int | None = None
    municipalities: tuple[str, ...] = ()
    travel_limit_km: int = Field(ge=0, description="Kilometres.")
    away: tuple[Period, ...] = ()
    screening: str = Field(description="Name of the proof.", examples=["VOG"])
    screening_checked_on: date | None = None
    certified_on: date | None = None
    statute: Statute | None = None
    issued: tuple[IssuedLine, ...] = ()
    ties: tuple[TieKind, ...] = Field((), description="Ties to deciding or helping bodies that are not over.")
    religion: str = Field("", description="Shown to the coordinator themselves only.")
    background: str = Field("", description="Shown to the coordinator themselves only.")
    possible: tuple[str, ...] = ()


class ShowSearch(Query):
    """Ask how far the search for one case is."""

    case_id: Key


class SearchShown(Answer):
    """One search."""

    case_id: Key
    stage: str
    coordinator_id: Key | None
    respond_by: AwareDatetime | None
    declined: int = Field(description="Proposals that did not lead to an assignment.")
    possible: tuple[str, ...]
    paused: bool = Field(default=False, description="Nothing is proposed, accepted or confirmed until it goes on.")
    previous_coordinator_id: Key | None = Field(
        None, description="Who coordinated for these people before; only the regional manager sees it."
    )
    shortlist: tuple[Key, ...] = Field((), description="Who may still be asked, in order; the manager only.")
    reason: str = Field("", description="Why the shortlist is as it is; the manager only.")
    against_ranking: bool = False
    supervised_by: str = ""


class ListCareers(Query):
    """Ask for an office's candidates, and for coordinators who are still learning."""

    limit: int = Field(500, ge=1, le=5000)


class CareerLine(Answer):
    """One person on the way."""

    person_id: Key
    name: str
    stage: str
    since: date
    carried_out: int = Field(ge=0, description="Conferences carried out.")
    scopes: tuple[ConferenceType, ...] = ()
    possible: tuple[str, ...] = ()


class CareerList(Answer):
    """Who is on the way."""

    people: tuple[CareerLine, ...]


class ShowCareer(Query):
    """Ask for one person's way, with letter and reports; the person's own, or the regional manager's to read."""

    person_id: Key

    def key(self) -> str:
        """Give the person's own id."""
        return self.person_id


class CareerShown(Answer):
    """One person's way."""

    line: CareerLine
    motivation: str = ""
    cv: str = ""
    reports: tuple[str, ...] = Field((), description="Each report, a line of the profile a line.")
    days_attended: tuple[str, ...] = Field((), description="`training-first/1` and so on.")
    evaluations: tuple[str, ...] = Field((), description="Result of each evaluated conference, the first first.")
    ways_to_scopes: tuple[str, ...] = Field((), description="How each scope is earned under this policy, one sentence.")


class ShowCertificate(Query):
    """Ask for a certificate, to print it."""

    person_id: Key
    language: Spoken = "nl"

    def key(self) -> str:
        """Give the person's own id."""
        return self.person_id


class CertificateShown(Answer):
    """What a certificate says."""

    person_id: Key
    name: str
    office: str
    organisation: str
    issued_on: date
    scopes: tuple[ConferenceType, ...]


class ListGatherings(Query):
    """Ask what is planned and was held."""

    since: date | None = None
    limit: int = Field(200, ge=1, le=2000)


class GatheringLine(Answer):
    """One gathering."""

    gathering_id: Key
    kind_of: GatheringKind
    title: str
    days: tuple[AwareDatetime, ...]
    place: str
    agenda: tuple[str, ...]
    room_for: int
    signed_up: int
    present: tuple[int, ...] = Field((), description="How many on each day that was noted.")
    stage: str
    public: bool = True
    scope: ConferenceType | None = None


class GatheringList(Answer):
    """What is planned and was held."""

    gatherings: tuple[GatheringLine, ...]


class ShowAgenda(Query):
    """Ask for the public agenda of an office: coming gatherings, and whom it seeks; of nobody in particular."""

    language: Spoken = "nl"


class Agenda(Answer):
    """What anybody may know."""

    office: str
    gatherings: tuple[GatheringLine, ...]
    sought: tuple[str, ...] = Field(
        (), description="Whom is sought, a sentence each; never from fewer than 10 requests."
    )


class ListHelpdesk(Query):
    """Ask which questions wait, the longest waiting first."""

    closed_too: bool = False


class HelpdeskLine(Answer):
    """One question."""

    helpdesk_id: Key
    coordinator_id: Key
    topic: Topic
    stage: str
    owner: str = ""
    answer_by: AwareDatetime
    overdue: bool = False


class HelpdeskList(Answer):
    """Which questions wait."""

    questions: tuple[HelpdeskLine, ...]


class ShowHelpdeskCase(Query):
    """Ask for one question and its answer; the coordinator's own, or the office's."""

    helpdesk_id: Key

    def key(self) -> str:
        """Give the question's id."""
        return self.helpdesk_id


class HelpdeskShown(Answer):
    """One question and its answer."""

    line: HelpdeskLine
    question: str
    answer: str = ""


class ListLoans(Query):
    """Ask what this office asked of its neighbours, and what they ask of it."""


class LoanLine(Answer):
    """One loan, as this office sees it."""

    loan_id: Key
    borrowing: bool = Field(description="True: this office asked; false: it was asked.")
    other_office: Office
    stage: str
    conference_type: ConferenceType
    urgency: Urgency
    languages: tuple[str, ...] = ()
    answer_by: AwareDatetime
    case_id: Key | None = Field(None, description="The own case, when this office asked.")
    coordinator_id: Key | None = Field(None, description="The own coordinator, or the guest.")


class LoanList(Answer):
    """What was asked between offices."""

    loans: tuple[LoanLine, ...]


class RankForLoan(Query):
    """Ask whom this office could lend, by type and language; nothing else is known of the case."""

    loan_id: Key
    language: Spoken = "en"
    limit: int = Field(25, ge=1, le=200)

    def key(self) -> str:
        """Give the one-time id."""
        return self.loan_id
