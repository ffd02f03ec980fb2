"""What people ask about persons: the register, how far a search is, and how far somebody is on the way."""

from datetime import date

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Cursor, Key, Query
from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.contracts.matching.words import (
    LanguageSkill,
    Period,
    Spoken,
    Statute,
    Thing,
    TieKind,
)


class ListCoordinators(Query):
    """Ask for an office's coordinators, all or those that fit what is asked."""

    limit: int = Field(500, ge=1, le=5000)
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")
    language: str = Field("", max_length=35, pattern=r"^[A-Za-z0-9-]*$", description="Only who speak this.")
    scope: ConferenceType | None = Field(None, description="Only who do this type.")
    standing: str = Field("", max_length=12, description="Only who stand so.", examples=["active"])
    municipality: str = Field("", max_length=60, description="Only who live there.")


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
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


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
    municipalities: tuple[str, ...] = Field((), description="Where else they work gladly.")
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
    standing_because: str = Field("", description="Why they are paused, suspended or left.", examples=["complaint"])
    standing_since: date | None = None
    in_the_way: tuple[str, ...] = Field(
        (), description="What keeps them from working: `register-tie`, `screening`, `statute`."
    )
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
    against_ranking: bool = Field(
        default=False, description="It is not the order that was explained; the manager only."
    )
    supervised_by: str = Field("", description="Who supports this coordinator in this case; empty when nobody has to.")


class ListCareers(Query):
    """Ask for an office's candidates, and for coordinators who are still learning."""

    limit: int = Field(500, ge=1, le=5000)
    after: Cursor = Field("", description="Go on after this: `next` of the page before.")
    stage: str = Field("", max_length=20, description="Only who are here; empty for all.", examples=["applied"])


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
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


class ShowCareer(Query):
    """Ask for one person's way, with letter and reports; the person's own, or the regional manager's to read."""

    person_id: Key

    def key(self) -> str:
        """Give the person's own id."""
        return self.person_id


class CareerShown(Answer):
    """One person's way."""

    line: CareerLine
    motivation: str = Field("", description="Their letter; empty once the file is erased.")
    cv: str = Field("", description="What they did before; empty once the file is erased.")
    reports: tuple[str, ...] = Field((), description="Each report, a line of the profile a line.")
    days_attended: tuple[str, ...] = Field((), description="`training-first/1` and so on.")
    evaluations: tuple[str, ...] = Field((), description="Result of each evaluated conference, the first first.")
    ways_to_scopes: tuple[str, ...] = Field((), description="How each scope is earned under this policy, one sentence.")
    to_evaluate: tuple[Key, ...] = Field((), description="Cases they carried out that are not evaluated yet.")
    cases: tuple[Key, ...] = Field(
        (), description="Cases they have or had, the newest first; support may be about one."
    )


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
    organisation: str = Field(description="Id of the organisation; empty for an office that stands by itself.")
    issued_on: date
    scopes: tuple[ConferenceType, ...]
