"""Everything the regional manager does about people, as forms: one table a page."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from kring_portal.web.deeds import Ask, Deed, Kind, table
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.contracts.field import ConferenceType, Gender

AGES: Final = ("18-40", "40-60", "60+")


def _reason(codes: type[StrEnum], term: str) -> Ask:
    return Ask("reason", Kind.CHOICE, tuple(codes), f"people-{term}")


def _day(name: str, *, required: bool = True, within: str = "") -> Ask:
    return Ask(name, Kind.DAY, required=required, within=within)


SCOPE: Final = Ask("scope", Kind.CHOICE, tuple(ConferenceType), "people-type")
TIE: Final = Ask("tie", Kind.CHOICE, tuple(m.TieKind), "people-tie")
THING: Final = Ask("thing", Kind.CHOICE, tuple(m.Thing), "people-thing")
COACHING: Final = Deed(
    m.RecordCoaching,
    "coordinator_id",
    (
        Ask("how", Kind.CHOICE, tuple(m.CoachingKind), "people-coaching"),
        Ask("topic", Kind.CHOICE, tuple(m.Topic), "people-topic"),
        Ask("minutes", Kind.NUMBER, least=1, most=1440),
    ),
)
NUMBERED: Final = "number"
"""The words of an option that is a case: its number."""
SUPERVISION: Final = replace(
    COACHING, asks=(*COACHING.asks, Ask("supported_case", Kind.CHOICE, term=NUMBERED, required=False))
)
"""Support by who supervises; it may be about a case."""
EVALUATION: Final = Deed(
    m.EvaluateConference,
    "person_id",
    (
        Ask("conference_id", Kind.CHOICE, term=NUMBERED),
        Ask("work", Kind.MARKS, tuple(m.WorkLine), "people-work", item=("line", "went_well")),
        Ask("result", Kind.CHOICE, tuple(m.EvaluationResult), "people-evaluation"),
    ),
    "",
)
ANSWER: Final = Deed(m.AnswerHelpdeskCase, "helpdesk_id", (Ask("answer", Kind.WORDS),), "")
TAKE: Final = Deed(m.TakeHelpdeskCase, "helpdesk_id")

REGISTER: Final = table(
    Deed(
        m.ConfirmScreening,
        "coordinator_id",
        (_day("checked_on"), _day("valid_until")),
    ),
    Deed(
        m.RecordStatute,
        "coordinator_id",
        (
            Ask("kind", Kind.CHOICE, tuple(m.StatuteKind), "people-statute", within="statute"),
            _day("since", within="statute"),
            _day("until", required=False, within="statute"),
            _day("note_agreed_on", required=False, within="statute"),
            _day("insured_until", required=False, within="statute"),
            _day("secrecy_pledged_on", required=False, within="statute"),
        ),
    ),
    COACHING,
    Deed(m.IssueThing, "coordinator_id", (THING,)),
    Deed(m.ReturnThing, "coordinator_id", (THING,)),
    Deed(m.DeclareRegisterTie, "coordinator_id", (TIE,)),
    Deed(m.EndRegisterTie, "coordinator_id", (TIE,)),
    Deed(m.PauseCoordinator, "coordinator_id", (_reason(m.PauseReason, "pause"),)),
    Deed(m.SuspendCoordinator, "coordinator_id", (_reason(m.SuspensionReason, "suspension"),), "no"),
    Deed(m.ReinstateCoordinator, "coordinator_id"),
    Deed(m.EndCoordinatorship, "coordinator_id", (_reason(m.LeavingReason, "leaving"),), "no"),
)
"""What is done about one entry of the register."""

CAREER: Final = table(
    Deed(m.OptIn, "person_id"),
    Deed(
        m.AgreeOnCandidate,
        "person_id",
        (Ask("trainers_agree", Kind.CHECK), Ask("candidate_agrees", Kind.CHECK)),
        "",
    ),
    Deed(m.PlanCandidateTalk, "person_id", (Ask("at", Kind.MOMENT),)),
    Deed(m.StartSupervision, "person_id"),
    EVALUATION,
    Deed(m.RepeatSupervision, "person_id"),
    Deed(m.IssueCertificate, "person_id", (), ""),
    Deed(m.ExtendScope, "person_id", (SCOPE,)),
    Deed(m.KeepFamilyOnly, "person_id"),
    Deed(m.EndCandidacy, "person_id", (_reason(m.CandidacyEnd, "candidacy"),), "no"),
)
"""What is done about somebody on the way."""

SEARCH: Final = table(
    Deed(m.RefuseCoordinator, "case_id", (), "no"),
    Deed(m.DeclareConflict, "case_id", (Ask("tie", Kind.CHOICE, tuple(m.ConflictKind), "people-conflict"),), "no"),
    Deed(m.DismissConflict, "case_id"),
    Deed(m.HandOverAssignment, "case_id", (_reason(m.HandOverReason, "handover"),), "no"),
)
"""What is done about the assignment of one case, beside choosing."""

WISHES: Final = Deed(
    m.RecordWishes,
    "case_id",
    (
        Ask("gender", Kind.CHOICE, tuple(Gender), "people-gender", required=False, within="wishes"),
        Ask("age_band", Kind.CHOICE, AGES, "people-age", required=False, within="wishes"),
        Ask("languages", Kind.LIST, required=False, within="wishes"),
        Ask("religion", Kind.LINE, required=False),
        Ask("background", Kind.LINE, required=False),
    ),
)


def with_cases(deeds: Iterable[Deed], shown: m.CareerShown) -> tuple[Deed, ...]:
    """Let a case be chosen among those of this person; without any to evaluate nothing is evaluated."""
    cases = {"conference_id": shown.to_evaluate, "supported_case": shown.cases}
    chosen = (
        replace(deed, asks=tuple(replace(ask, options=cases.get(ask.name, ask.options)) for ask in deed.asks))
        for deed in deeds
    )
    return tuple(deed for deed in chosen if deed.name != EVALUATION.name or shown.to_evaluate)


LOAN: Final = table(Deed(m.RefuseLoan, "loan_id", (), "no"), Deed(m.WithdrawLoan, "loan_id", (), "no"))
GATHERING: Final = table(Deed(m.CancelGathering, "gathering_id", (), "no"))
HELPDESK: Final = table(TAKE, ANSWER)
CONTACT: Final = table(
    Deed(
        n.CorrectContact,
        "case_id",
        (
            Ask("name", Kind.LINE, within="contact"),
            Ask("organisation", Kind.LINE, required=False, within="contact"),
            Ask("email", Kind.LINE, required=False, within="contact"),
            Ask("phone", Kind.LINE, required=False, within="contact"),
            Ask("postal_address", Kind.LINE, required=False, within="contact"),
        ),
    ),
    Deed(
        n.RecordContactWishes,
        "case_id",
        (
            Ask("ways", Kind.CHECKS, tuple(n.Way.to_people()), "people-way"),
            Ask("neutral_sender", Kind.CHECK),
            Ask("large_print", Kind.CHECK),
            Ask("do_not_contact", Kind.CHECK),
        ),
    ),
)
"""How somebody in a case is reached."""
