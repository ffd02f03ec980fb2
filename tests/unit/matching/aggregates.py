"""One of every kind that matching keeps, with nothing left out, and one with as little as can be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from kring_matching.domain import (
    Borrowing,
    Career,
    Evaluation,
    Gathering,
    HelpdeskCase,
    Issued,
    Lending,
    Missing,
)
from kring_matching.process import Borrowed, CareerStage, GatheringStage, HelpdeskStage, Lent, Stage, Standing
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.matching import (
    EvaluationResult,
    GatheringKind,
    LanguageLevel,
    LanguageSkill,
    PauseReason,
    Period,
    PrivateWishes,
    ProfileLine,
    Report,
    ReportLine,
    SelfDeclared,
    Thing,
    TieKind,
    Topic,
    WorkLine,
    WorkMark,
)
from kring_shared.contracts.retention import ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.erased import ErasedCase, Gone
from kring_shared.kernel.work import Aggregate
from kring_shared.testing.work import NOON, PlainVault
from tests.unit.matching.searches import CASE, JOOST, RACHEL, TODAY, a_coordinator, a_search, card

OWN: Final = scope_of(Scope.PERSON, RACHEL)
SOON: Final = NOON + timedelta(days=3)
AN_ID, ANOTHER = "0" * 31 + "a", "0" * 31 + "b"
VAULT: Final = PlainVault()
PROPOSED: Final = a_search(
    stage=Stage.PROPOSED, coordinator_id=RACHEL, respond_by=NOON + timedelta(hours=72), refused=(JOOST,)
)

SEARCHES: Final[dict[str, Aggregate]] = {
    "search": a_search(),
    "search, proposed": PROPOSED,
    "search, whole": replace(
        PROPOSED,
        paused_at=NOON,
        coordinated_by=JOOST,
        previous_coordinator_id=JOOST,
        shortlist=(JOOST,),
        approved=(RACHEL, JOOST),
        reason="speaks-the-language",
        against_ranking=True,
        hours_to_answer=12,
        supervised_by="manager-utrecht",
        tied=(AN_ID,),
        private_wishes=VAULT.seal("utrecht", scope_of(Scope.CASE, CASE), PrivateWishes(religion="muslim")),
        fill_by=SOON,
        was_active=True,
        counted=("unfilled",),
    ),
}
COORDINATORS: Final[dict[str, Aggregate]] = {
    "coordinator": a_coordinator(),
    "coordinator, little known": a_coordinator(gender=None, birth_year=None, statute=None),
    "coordinator, whole": a_coordinator(
        screening_checked_on=TODAY,
        levels=(LanguageSkill(language="tr", level=LanguageLevel.NATIVE),),
        municipalities=("Zeist", "Soest"),
        declared=VAULT.seal("utrecht", scope_of(Scope.PERSON, AN_ID), SelfDeclared(background="moroccan")),
        away=(Period(first=TODAY, last=TODAY + timedelta(days=7)),),
        issued=(Issued(Thing.CARDS, TODAY, TODAY), Issued(Thing.KEYS, TODAY)),
        ties=(TieKind.EMPLOYED, TieKind.HOUSEHOLD),
        standing=Standing.SUSPENDED,
        standing_because="independence-lost",
        standing_since=TODAY,
        pause=PauseReason.ILLNESS,
        certified_on=date(2019, 5, 1),
        supervised=True,
        last_case_on=TODAY,
        lent_by="amersfoort",
        for_case=CASE,
    ),
}
CAREERS: Final[dict[str, Aggregate]] = {
    "career": Career(RACHEL, "utrecht", "nl/1", card(RACHEL, "Rachel"), "", CareerStage.APPLIED, TODAY),
    "career, whole": Career(
        RACHEL,
        "utrecht",
        "nl/1",
        card(RACHEL, "Rachel"),
        "Zeist",
        CareerStage.SCOPE_EXTENDED,
        TODAY,
        motivation=VAULT.seal("utrecht", OWN, "a letter"),
        cv=VAULT.seal("utrecht", OWN, "a life"),
        days=((GatheringKind.TRAINING_FIRST, 1), (GatheringKind.TRAINING_FIRST, 1)),
        reports=(VAULT.seal("utrecht", OWN, Report(lines=(ReportLine(line=ProfileLine.ORGANISES, text="I did"),))),),
        workshops=(ConferenceType.LEARNING,),
        conferences=(CASE,),
        evaluations=(
            Evaluation(
                CASE,
                TODAY,
                (WorkMark(line=WorkLine.REGISTERED, went_well=False),),
                EvaluationResult.ONCE_MORE,
            ),
        ),
        scopes=(ConferenceType.FAMILY, ConferenceType.LEARNING),
        certified_on=TODAY,
    ),
}
SUPPORT: Final[dict[str, Aggregate]] = {
    "gathering": Gathering(AN_ID, "utrecht", GatheringKind.STUDY_DAY, "Studiedag", (NOON,)),
    "gathering, whole": Gathering(
        AN_ID,
        "utrecht",
        GatheringKind.WORKSHOP,
        "Leervragen",
        (NOON, SOON),
        place="Utrecht",
        agenda=("welcome", "work"),
        room_for=8,
        scope=ConferenceType.LEARNING,
        public=False,
        stage=GatheringStage.HELD,
        signed_up=(RACHEL, JOOST),
        present=((1, (RACHEL,)), (2, ())),
    ),
    "question": HelpdeskCase(
        AN_ID, "utrecht", RACHEL, Topic.SAFETY, VAULT.seal("utrecht", OWN, "what now?"), answer_by=SOON
    ),
    "question, answered": HelpdeskCase(
        AN_ID,
        "utrecht",
        RACHEL,
        Topic.SAFETY,
        VAULT.seal("utrecht", OWN, "what now?"),
        answer_by=SOON,
        stage=HelpdeskStage.ANSWERED,
        owner="manager-utrecht",
        answer=VAULT.seal("utrecht", OWN, "ask each of them"),
    ),
    "missing": Missing(AN_ID, "utrecht", TODAY.replace(day=1), "unfilled", "language", "ti"),
}
_ASKED: Final = {
    "conference_type": ConferenceType.FAMILY,
    "urgency": Urgency.URGENT,
    "languages": ("ti", "nl"),
    "answer_by": SOON,
}
LOANS: Final[dict[str, Aggregate]] = {
    "borrowing": Borrowing(AN_ID, ANOTHER, CASE, "utrecht", "amersfoort", **_ASKED),  # type: ignore[arg-type]  # spread
    "borrowing, taken": Borrowing(
        AN_ID,
        ANOTHER,
        CASE,
        "utrecht",
        "amersfoort",
        **_ASKED,  # type: ignore[arg-type]  # spread
        guest_id=RACHEL,
        stage=Borrowed.TAKEN,
    ),
    "lending": Lending(ANOTHER, "amersfoort", "utrecht", **_ASKED),  # type: ignore[arg-type]  # spread
    "lending, lent": Lending(
        ANOTHER,
        "amersfoort",
        "utrecht",
        **_ASKED,  # type: ignore[arg-type]  # spread
        coordinator_id=JOOST,
        stage=Lent.LENT,
        sealing_key="3p7bfXt9wbTTW2HC7OQ1Nz+DQ8hbeGdNrfx+FG+IK08=",
    ),
}
ERASED: Final[dict[str, Aggregate]] = {
    "erased": ErasedCase(
        CASE,
        "utrecht",
        (
            Gone(ErasureLine(kind=RecordKind.CONTACTS, outcome=ErasureOutcome.ERASED, records=2), TODAY),
            Gone(
                ErasureLine(kind=RecordKind.CONTACTS, outcome=ErasureOutcome.KEPT, because=KeptBecause.ROUTE_RUNS),
                TODAY,
                JOOST,
                (OWN,),
            ),
        ),
    ),
}
EVERY_KIND: Final[dict[str, Aggregate]] = SEARCHES | COORDINATORS | CAREERS | SUPPORT | LOANS | ERASED
