"""From a letter to a yes of both sides: the candidate decides too, and what was written goes when it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kring_matching.domain import Career
from kring_matching.process import CareerStage, Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    AgreeOnCandidate,
    ApplyAsCandidate,
    CandidacyEnd,
    CandidateFileLapses,
    EndCandidacy,
    ExtendScope,
    KeepFamilyOnly,
    OptIn,
    PlanCandidateTalk,
    ProfileLine,
    RepeatSupervision,
    Report,
    ReportLine,
    SignOff,
    SignUp,
    StartSupervision,
    SubmitReport,
    career,
    support,
)
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.sealed import Contact, Erased, Sealed
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady, Refused
from kring_shared.kernel.work import Work
from kring_shared.runtime.lane.permits import check_part, check_role
from kring_shared.testing.work import NOON, an_actor
from tests.unit.matching.careers import (
    APPLY,
    BOTH_YES,
    CASES,
    CERTIFY,
    JOOST,
    LETTER,
    OPT_IN,
    RACHEL,
    REPORT,
    SUPERVISE,
    Way,
    evaluated,
    later,
    on_the_way,
)

END = EndCandidacy(person_id=RACHEL, reason=CandidacyEnd.OWN_CHOICE)
LAPSE = CandidateFileLapses(case_id=RACHEL)
ONE_NO = AgreeOnCandidate(person_id=RACHEL, trainers_agree=False, candidate_agrees=True)
TALK = PlanCandidateTalk(person_id=RACHEL, at=NOON + timedelta(days=3))
BY_STAGE: dict[type[Command], tuple[Command, tuple[CareerStage, ...]]] = {
    type(OPT_IN): (OPT_IN, (CareerStage.INFORMED,)),
    SubmitReport: (REPORT, (CareerStage.FIRST_PART_DONE, CareerStage.SECOND_PART_DONE)),
    AgreeOnCandidate: (BOTH_YES, (CareerStage.REPORTED,)),
    PlanCandidateTalk: (TALK, (CareerStage.REPORTED,)),
    StartSupervision: (SUPERVISE, (CareerStage.MUTUAL_YES,)),
    type(CERTIFY): (CERTIFY, (CareerStage.EVALUATED,)),
    RepeatSupervision: (RepeatSupervision(person_id=RACHEL), ()),
    KeepFamilyOnly: (KeepFamilyOnly(person_id=RACHEL), (CareerStage.SCOPE_REPORTED,)),
    ApplyAsCandidate: (APPLY, (CareerStage.APPLIED,)),
}
REACHED = (
    CareerStage.APPLIED,
    CareerStage.INFORMED,
    CareerStage.OPTED_IN,
    CareerStage.FIRST_PART,
    CareerStage.FIRST_PART_DONE,
    CareerStage.REPORTED,
    CareerStage.MUTUAL_YES,
    CareerStage.SUPERVISED,
    CareerStage.EVALUATED,
    CareerStage.CERTIFIED,
    CareerStage.SECOND_PART_OPEN,
    CareerStage.SECOND_PART_DONE,
    CareerStage.SCOPE_REPORTED,
)


def opened(way: Way, sealed: Sealed[Any] | None, form: Any = str) -> Any:  # noqa: ANN401 - what was sealed
    assert sealed is not None
    return way.vault.open(sealed, form)


def names(work: Work) -> list[str]:
    return [told.fact.name for told in work.told]


def test_a_letter_makes_a_candidate_and_letter_and_cv_are_sealed_apart_from_the_person() -> None:
    way = Way()
    work = way.does(APPLY.model_copy(update={"person_id": None}))
    assert work.answer is not None
    (career,) = (kept for kept in way.kept.values() if isinstance(kept, Career))
    assert work.answer == {"personId": career.person_id}
    assert names(work) == ["candidate-applied"]
    assert career.stage is CareerStage.APPLIED
    assert opened(way, career.motivation) == LETTER
    assert career.motivation is not None
    assert career.motivation.scope != career.card.contact.scope
    assert not any(LETTER in told.fact.model_dump_json() for told in work.told)


def test_a_letter_may_be_written_anew_until_the_meeting_and_the_first_one_is_erased() -> None:
    way = on_the_way(CareerStage.APPLIED)
    first = way.career.motivation
    assert way.goes(APPLY.model_copy(update={"motivation": "Better words."})) == []
    assert opened(way, way.career.motivation) == "Better words."
    assert opened(way, first) == Erased()
    for stage in (CareerStage.INFORMED, CareerStage.CERTIFIED):
        with pytest.raises(NotAllowedNow):
            on_the_way(stage).goes(APPLY)


@pytest.mark.parametrize("stage", REACHED)
@pytest.mark.parametrize("name", BY_STAGE, ids=lambda command: command.name)
def test_a_step_out_of_turn_is_refused_and_changes_nothing(stage: CareerStage, name: type[Command]) -> None:
    command, where = BY_STAGE[name]
    way = on_the_way(stage)
    before = dict(way.kept)
    if stage in where and name is not StartSupervision:
        way.goes(command)
        return
    with pytest.raises(Refused):
        way.goes(command)
    assert way.kept == before


def test_nobody_is_known_under_an_id_of_somebody_else() -> None:
    for command, _ in BY_STAGE.values():
        if not isinstance(command, ApplyAsCandidate):
            with pytest.raises(NotFound):
                Way().goes(command)
    with pytest.raises(NotFound):
        Way().goes(ExtendScope(person_id=RACHEL, scope=ConferenceType.LEARNING))


def test_a_report_is_sealed_by_itself_and_writes_about_each_line_once() -> None:
    way = on_the_way(CareerStage.REPORTED)
    (report,) = way.career.reports
    assert opened(way, report, Report).lines == REPORT.lines
    twice = tuple(ReportLine(line=ProfileLine.ORGANISES, text=text) for text in ("a", "b"))
    with pytest.raises(InvalidFields):
        on_the_way(CareerStage.FIRST_PART_DONE).goes(SubmitReport(person_id=RACHEL, lines=twice))


def test_one_no_decides_nothing_and_is_told_in_a_talk() -> None:
    way = on_the_way(CareerStage.REPORTED)
    with pytest.raises(NotReady, match="PlanCandidateTalk"):
        way.goes(ONE_NO)
    with pytest.raises(InvalidFields):
        way.goes(TALK.model_copy(update={"at": NOON}))
    way.goes(TALK, TALK.model_copy(update={"at": NOON + timedelta(days=4)}))
    assert way.career.stage is CareerStage.TALK_PLANNED
    assert names(way.does(BOTH_YES)) == ["mutual-decision-reached"]
    with pytest.raises(NotAllowedNow, match=CareerStage.MUTUAL_YES.value):
        way.goes(BOTH_YES)


@pytest.mark.parametrize("stage", REACHED[:9])
def test_both_sides_may_stop_at_any_time_before_the_certificate(stage: CareerStage) -> None:
    way = on_the_way(stage)
    work = way.does(END)
    assert way.career.stage is CareerStage.ENDED
    assert names(work)[-1] == "candidacy-ended"
    (reminder,) = work.reminders
    assert isinstance(reminder.deadline, CandidateFileLapses)
    assert reminder.due == NOON + timedelta(days=POLICIES["nl/1"].career.candidate_file_days)
    with pytest.raises(NotAllowedNow):
        way.goes(END)


def test_after_the_certificate_there_is_no_candidacy_to_end() -> None:
    with pytest.raises(NotAllowedNow):
        on_the_way(CareerStage.CERTIFIED).goes(END)


def test_four_weeks_after_the_end_nothing_can_be_opened_and_stage_and_office_stay() -> None:
    way = on_the_way(CareerStage.REPORTED)
    before = way.career
    way.goes(END)
    assert opened(way, way.career.motivation) == LETTER
    later(way, 28)
    assert [fact.name for fact in way.goes(LAPSE)] == ["candidate-file-erased"]
    for sealed in (before.motivation, before.cv):
        assert opened(way, sealed) == Erased()
    assert opened(way, before.reports[0], Report) == Erased()
    for card in (before.card, way.career.card):
        assert opened(way, card.contact, Contact) == Erased()
    after = way.career
    assert (after.stage, after.office, after.municipality, after.days) == (CareerStage.ENDED, "utrecht", "", ())
    assert after.card.languages == ()
    assert way.goes(LAPSE) == []


def test_a_deadline_for_a_candidacy_that_goes_on_erases_nothing() -> None:
    way = on_the_way(CareerStage.REPORTED)
    assert way.goes(LAPSE) == []
    assert opened(way, way.career.motivation) == LETTER


def test_whoever_stands_in_the_register_leaves_it_and_stays_known_there_until_the_register_forgets_them() -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    work = way.does(END)
    assert "coordinator-left" in names(work)
    assert (way.entry.standing, way.entry.scopes, way.entry.supervised) == (Standing.LEFT, (), False)
    way.goes(LAPSE)
    assert opened(way, way.entry.card.contact, Contact) != Erased()
    assert opened(way, way.career.card.contact, Contact) == Erased()


def test_a_family_is_not_left_alone_the_case_is_handed_over_before_the_candidacy_ends() -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    way.concluded()
    way.keep(replace(way.search(CASES[0]), stage=Stage.ACTIVE))
    with pytest.raises(NotReady, match="HandOverAssignment"):
        way.goes(END)
    assert way.career.stage is CareerStage.SUPERVISED


def test_a_negative_evaluation_may_end_it() -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    way.goes(way.concluded(), evaluated().model_copy(update={"result": "negative"}))
    way.goes(EndCandidacy(person_id=RACHEL, reason=CandidacyEnd.NOT_CONTINUED))
    assert way.career.stage is CareerStage.ENDED


COMMANDS = sorted((*vars(career).values(), *vars(support).values()), key=str)
OURS = tuple(one for one in COMMANDS if isinstance(one, type) and issubclass(one, Command) and one in RIGHTS)


@pytest.mark.parametrize("command", OURS, ids=lambda command: command.name)
def test_a_candidate_asks_for_themselves_only_and_most_is_for_the_office(command: type[Command]) -> None:
    theirs = {OptIn, SubmitReport, EndCandidacy, SignUp, SignOff}
    joost = an_actor(Role.CANDIDATE, JOOST)
    if command not in theirs:
        with pytest.raises(NotPermitted):
            check_role(joost, command, "utrecht")
        return
    right = check_role(joost, command, "utrecht")
    rachel = on_the_way(CareerStage.INFORMED).career
    with pytest.raises(NotPermitted):
        check_part(joost, right, [rachel])
    check_part(an_actor(Role.CANDIDATE, RACHEL), right, [rachel])
