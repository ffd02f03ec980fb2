"""Who sees what of a conference."""

from dataclasses import replace

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.queries.people import NOT_SHOWN
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import ERASED
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.conference import case as cases
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    QUESTION,
    Case,
    agreed,
    circle_member,
    concluded,
    main_person,
    mandate,
    prepared,
    preparing,
    submitted,
)
from tests.unit.conference.left_alone import oma_of, two_circles
from tests.unit.conference.test_follow_up import distributed

FATMA = an_actor(Role.COORDINATOR, COORDINATOR)
OFFICE = an_actor(Role.REGIONAL_MANAGER)
CONDITION = "School goes on."


def names(case: Case, actor: Actor) -> dict[str, str]:
    return {line.person_id: line.name for line in case.show(actor).participants}


def line_of(case: Case, person_id: str, actor: Actor) -> c.ParticipantLine | None:
    return next((line for line in case.show(actor).participants if line.person_id == person_id), None)


def test_coordinator_and_main_person_see_every_name() -> None:
    case = prepared()
    case.suggest("Leo")
    for actor in (FATMA, main_person()):
        assert set(names(case, actor).values()) == {"Filip", "Oma", "Leo"}


def test_the_circle_sees_who_was_invited_and_the_office_only_counts() -> None:
    case = prepared()
    leo = case.suggest("Leo")
    seen = names(case, circle_member(oma_of(case)))
    assert seen.pop(leo) == NOT_SHOWN
    assert set(seen.values()) == {"Filip", "Oma"}
    assert list(names(case, OFFICE).values()) == [NOT_SHOWN] * 3


def test_who_is_kept_away_is_known_to_the_coordinator_and_to_nobody_else() -> None:
    case = prepared()
    uncle, aunt = case.joins("Uncle"), case.joins("Aunt")
    case.do(c.LeaveOut(case_id=CASE_ID, person_id=uncle))
    case.do(c.KeepApart(case_id=CASE_ID, person_id=aunt, other_id=FILIP))
    case.do(c.StepOut(case_id=CASE_ID, person_id=aunt))
    shown = line_of(case, uncle, FATMA)
    assert shown is not None
    assert shown.stage == "not-invited-for-safety"
    assert case.show(FATMA).kept_apart == (tuple(sorted((aunt, FILIP))),)
    for actor in (main_person(), circle_member(oma_of(case)), OFFICE):
        said = case.show(actor)
        assert said.kept_apart == ()
        assert "not-invited" not in said.model_dump_json()
    assert line_of(case, uncle, main_person()) is None
    assert line_of(case, uncle, circle_member(oma_of(case))) is None
    counted = [line_of(case, person_id, OFFICE) for person_id in (uncle, aunt)]
    assert [line.stage for line in counted if line] == ["left", "left"]


def test_what_somebody_needs_is_for_the_coordinator_and_for_themselves() -> None:
    case = prepared()
    oma = oma_of(case)
    case.do(c.RecordNeeds(case_id=CASE_ID, person_id=oma, comfort="a chair by the door"))
    for actor in (FATMA, circle_member(oma)):
        shown = line_of(case, oma, actor)
        assert shown is not None
        assert shown.comfort == "a chair by the door"
    for actor in (main_person(), OFFICE):
        assert "chair" not in case.show(actor).model_dump_json()


def test_what_the_circle_wants_to_know_and_who_answers_it_is_for_itself_and_the_coordinator() -> None:
    case = preparing()
    case.do(c.RecordInformationNeed(case_id=CASE_ID, need="What may the school decide?"))
    teacher = case.joins("A teacher", Part.INFORMATION_GIVER)
    (asked,) = case.show().information
    case.do(c.AssignInformationNeed(case_id=CASE_ID, need_id=asked.need_id, giver_id=teacher))
    for actor in (FATMA, main_person()):
        (line,) = case.show(actor).information
        assert (line.need, line.giver_id) == ("What may the school decide?", teacher)
    assert case.show(OFFICE).information == ()
    kind = ConferenceType.RESTORATIVE
    dossier = case.conference.dossier.model_copy(update={"conference_type": kind})
    case.stored[Conference, CASE_ID] = replace(case.conference, dossier=dossier)
    assert len(case.show().information) == 1
    assert case.show(main_person()).information == ()


def test_where_it_is_and_who_needs_which_language_is_for_who_arranges_it() -> None:
    case = prepared()
    oma = oma_of(case)
    case.do(c.RecordNeeds(case_id=CASE_ID, person_id=oma, interpreter="ar"))
    venue = case.show().venue
    assert venue
    for actor in (main_person(), circle_member(FILIP), OFFICE):
        assert venue not in case.show(actor).model_dump_json()
    told = {actor.role: line_of(case, oma, actor) for actor in (FATMA, main_person(), OFFICE)}
    assert {role: line.interpreter for role, line in told.items() if line} == {
        Role.COORDINATOR: "ar",
        Role.MAIN_PERSON: "",
        Role.REGIONAL_MANAGER: "",
    }


def test_who_thought_of_whom_and_what_they_are_to_each_other_is_for_the_coordinator() -> None:
    case = preparing()
    case.do(
        c.SuggestParticipant(
            case_id=CASE_ID,
            contact=Contact(name="Leo"),
            part=Part.CIRCLE,
            relation="his football trainer",
            languages=("tr",),
            minor=False,
            suggested_by=FILIP,
        )
    )
    (leo,) = (line for line in case.show(FATMA).participants if line.name == "Leo")
    assert (leo.relation, leo.languages, leo.minor, leo.suggested_by) == ("his football trainer", ("tr",), False, FILIP)
    (leo,) = (line for line in case.show(main_person()).participants if line.name == "Leo")
    assert (leo.relation, leo.languages, leo.minor, leo.suggested_by) == ("", (), None, None)


def test_one_circle_does_not_learn_of_the_other_who_did_not_want_to_be_shown() -> None:
    case = two_circles()
    oma = oma_of(case)
    assert line_of(case, oma, main_person()) is None
    assert line_of(case, FILIP, circle_member(oma)) is None
    case.stored[Participant, oma] = replace(case.person(oma), may_be_shown=True)
    shown = line_of(case, oma, main_person())
    assert shown is not None
    assert (shown.name, shown.side) == ("Oma", c.Side.RESPONSIBLE)
    assert len(case.show(FATMA).participants) == len(case.show(OFFICE).participants) == 2


def test_conditions_are_read_by_everybody_who_is_to_know_them() -> None:
    case = prepared(mandate(CONDITION))
    for actor in (FATMA, OFFICE, main_person(), circle_member(oma_of(case))):
        assert case.show(actor).conditions == (CONDITION,)


def test_the_checklist_says_what_is_done_and_why_it_matters_and_only_to_the_coordinator_who_feels_safe() -> None:
    case = preparing()
    listed = {line.check: line for line in case.show(FATMA).checklist}
    assert not listed[c.Check.QUESTION].done
    assert "agree-question" in listed[c.Check.QUESTION].what
    assert listed[c.Check.QUESTION].because
    assert c.Check.SAFETY_ASKED in listed
    for actor in (main_person(), OFFICE):
        assert c.Check.SAFETY_ASKED not in {line.check for line in case.show(actor).checklist}
    assert all(line.done for line in prepared().show(FATMA).checklist)


def test_the_proposed_days_are_counted_the_best_first() -> None:
    case = prepared()
    first, second = case.show(FATMA).dates
    assert (first.can, first.main_persons_can) == (2, True)
    assert first.starts_at < second.starts_at


def test_which_conference_it_repeats_and_how_many_an_open_invitation_reached_is_shown() -> None:
    case = preparing()
    former = "0" * 31 + "7"
    case.stored[Conference, CASE_ID] = replace(case.conference, previous_case_id=former, invited_group=60)
    assert [case.show(actor).previous_case_id for actor in (FATMA, OFFICE, main_person())] == [former] * 3
    assert case.show(circle_member(FILIP)).previous_case_id is None
    assert case.show(OFFICE).invited_group == 60


def test_an_erased_person_and_an_erased_case_read_as_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    case = prepared(mandate(CONDITION))
    vault = PlainVault()
    monkeypatch.setattr(cases, "VAULT", vault)
    vault.destroy(scope_of(Scope.PERSON, FILIP))
    vault.destroy(scope_of(Scope.CASE, CASE_ID))
    shown = case.show()
    assert names(case, FATMA)[FILIP] == ERASED
    assert (shown.question, shown.conditions) == (ERASED, (ERASED,))


def test_a_conference_shows_how_far_it_is_and_what_is_missing() -> None:
    begun = preparing().show()
    assert (begun.stage, begun.plan_stage, begun.question, begun.starts_at) == ("preparing", "none", "", None)
    assert any("agree-question" in words for words in begun.missing)
    assert "declare-ready" in begun.possible
    shown = prepared().show()
    assert shown.question == QUESTION
    assert shown.missing == ()


def test_nothing_counts_as_missing_before_there_is_a_coordinator_or_after_the_meeting() -> None:
    for shown in (Case().show(main_person()), agreed().show()):
        assert (shown.missing, shown.checklist, shown.dates) == ((), (), ())


def test_what_is_possible_follows_from_both_tables() -> None:
    condition = mandate(CONDITION)
    with_a_plan = set(agreed(condition).show().possible)
    assert {"conclude-conference", "start-private-time", "submit-plan", "adjourn-conference"} <= with_a_plan
    assert not {"accept-plan", "write-out-plan"} & with_a_plan
    on_its_way = set(submitted(condition).show().possible)
    assert {"accept-plan", "send-plan-back"} <= on_its_way
    assert not {"draft-plan", "start-private-time"} & on_its_way


def test_nothing_that_needs_a_plan_is_possible_where_none_came_of_it() -> None:
    case = cases.presenting()
    case.do(c.ConcludeConference(case_id=CASE_ID, present_count=5, without_plan=True))
    assert not {"accept-plan", "send-plan-back", "write-out-plan", "confirm-plan"} & set(case.show().possible)
    assert "write-out-plan" in concluded().show().possible


def test_how_a_call_went_is_for_those_who_answer_for_the_route_and_the_main_person() -> None:
    case = distributed()
    assert case.show().follow_ups == (f"1: planned, due {case.calls()[0].due_at:%Y-%m-%d}",)
    case.hear(c.FollowUpCallDue(case_id=CASE_ID, step=1))
    assert "record-follow-up" in case.show().possible
    case.do(c.RecordFollowUp(case_id=CASE_ID, step=1, result=c.FollowUpResult.PARTLY))
    assert case.show(main_person()).follow_ups == ("1: done, partly",)
    assert "partly" not in case.show(circle_member(oma_of(case))).follow_ups[0]


def test_a_conference_nobody_knows_is_not_found() -> None:
    case = Case()
    case.stored.clear()
    with pytest.raises(NotFound):
        case.show()


def test_who_can_when_is_known_to_the_coordinator_alone_and_only_of_who_is_asked() -> None:
    case = prepared()
    leo, day = case.suggest("Leo"), cases.in_days(case.now, 7)
    case.do(c.ProposeDates(case_id=CASE_ID, options=(day,)))
    case.do(c.AnswerDates(case_id=CASE_ID, person_id=FILIP, can=(day,)))
    said = {line.person_id: line.dates for line in case.show(FATMA).participants}
    assert said == {FILIP: c.DatesOf(answered=True, can=(day,)), oma_of(case): c.DatesOf(answered=False), leo: None}
    for actor in (main_person(), circle_member(oma_of(case)), OFFICE):
        assert {line.dates for line in case.show(actor).participants} == {None}
