"""How somebody becomes a coordinator: letter, information meeting, training, first conference, certificate, scope.

`case_id` of these facts is the person's own id; it stays the same when the candidate enters the register.
"""

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key, Named
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching.words import CandidacyEnd, EvaluationResult, GatheringKind, ReportLine, WorkMark
from kring_shared.contracts.sealed import Contact


class CandidateApplied(Fact):
    """Somebody wants to become a coordinator."""

    channel: str = Field(description="How they wrote.", examples=["form"])


class InformationMeetingAttended(Fact):
    """A candidate came to an information meeting."""


class CandidateOptedIn(Fact):
    """A candidate decided to take part."""


class TrainingDayAttended(Fact):
    """Somebody was there on one day of the training."""

    part: GatheringKind
    day: int = Field(ge=1, description="Which day of that part.")


class TrainingPartCompleted(Fact):
    """Somebody was there on every day of a part of the training."""

    part: GatheringKind


class ReflectionReportSubmitted(Fact):
    """Somebody wrote, along the lines of the profile, how they see themselves."""

    lines: int = Field(ge=1, description="How many lines of the profile it is about.")


class CandidateTalkPlanned(Fact):
    """The trainers, or the candidate, see it otherwise: they will talk."""

    at: AwareDatetime


class MutualDecisionReached(Fact):
    """Trainers and candidate both say yes."""


class CandidacyEnded(Fact):
    """Somebody does not become a coordinator; letter, cv and reports are erased after four weeks."""

    reason: CandidacyEnd


class CandidateFileErased(Fact):
    """What a former candidate wrote is erased."""


class SupervisionStarted(Fact):
    """A candidate may be proposed for a first conference, supported by the regional manager."""


class ConferenceCounted(Fact):
    """A coordinator carried out a conference; stopped preparations do not count."""

    carried_out: int = Field(ge=1, description="How many by now.")


class FirstConferenceEvaluated(Fact):
    """The work in a supervised conference was evaluated; whether a plan came of it was not looked at."""

    result: EvaluationResult


class SupervisionRepeated(Fact):
    """Another conference is done with support."""


class CertificateIssued(Fact):
    """A certificate was given; the holder is registered as a coordinator."""

    scopes: tuple[ConferenceType, ...]


class SecondPartOpened(Fact):
    """After two conferences the second part of the training is open."""


class ScopeExtended(Fact):
    """A coordinator may now also do conferences of this type."""

    scope: ConferenceType


class ScopeLimited(Fact):
    """A coordinator stays with families and individuals."""


class AboutCandidate(Named):
    """What every command about one career has in common; never given by itself."""

    person_id: Key

    def key(self) -> str:
        """Give the person's own id."""
        return self.person_id


class ApplyAsCandidate(Command):
    """Take in a letter with motivation and a cv, from the form or an e-mail; both are sealed."""

    person_id: Key | None = Field(None, description="Absent makes a new one; the receipt's answer has `personId`.")
    contact: Contact
    motivation: str = Field(min_length=1, max_length=8000, description="The letter; sealed as soon as it is here.")
    cv: str = Field("", max_length=20000, description="What they did so far, as text; sealed as the letter is.")
    municipality: str = Field("", examples=["Utrecht"])
    languages: tuple[str, ...] = Field(min_length=1, description="BCP 47 tags.", examples=[["nl", "ti"]])
    channel: str = Field("form", pattern=r"^(form|e-mail|import)$")

    def key(self) -> str:
        """Give the person's id, where it is known already."""
        return self.person_id or ""


class OptIn(AboutCandidate, Command):
    """Decide to take part, after the information meeting."""


class SubmitReport(AboutCandidate, Command):
    """Hand in the report along the lines of the profile: after the first part, or after the second."""

    lines: tuple[ReportLine, ...] = Field(min_length=1, max_length=20)


class AgreeOnCandidate(AboutCandidate, Command):
    """Note that trainers and candidate both say yes; with one no there is a talk first."""

    trainers_agree: bool
    candidate_agrees: bool


class PlanCandidateTalk(AboutCandidate, Command):
    """Plan the talk in which a different opinion is told."""

    at: AwareDatetime


class EndCandidacy(AboutCandidate, Command):
    """Note that somebody does not become a coordinator."""

    reason: CandidacyEnd


class StartSupervision(AboutCandidate, Command):
    """Let a candidate who is in the register, screened and with a statute, do a first conference with support."""


class EvaluateConference(AboutCandidate, Command):
    """Evaluate the work in a supervised conference, line by line."""

    conference_id: Key = Field(description="The case it was; it must have been carried out.")
    work: tuple[WorkMark, ...] = Field(min_length=1, max_length=20)
    result: EvaluationResult


class RepeatSupervision(AboutCandidate, Command):
    """Have another conference done with support, after an evaluation that asks for it."""


class IssueCertificate(AboutCandidate, Command):
    """Give the certificate after a positive evaluation; with it the scope of families and individuals is earned."""


class ExtendScope(AboutCandidate, Command):
    """Let somebody also do conferences of a type, when the policy's way to it was gone."""

    scope: ConferenceType


class KeepFamilyOnly(AboutCandidate, Command):
    """Note that somebody stays with families and individuals, as fits them."""


class CandidateFileLapses(Deadline):
    """Four weeks after a candidacy ended; `case_id` is the person's own id."""
