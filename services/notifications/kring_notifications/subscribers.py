"""Message -> function, and nothing else."""

from typing import cast

from kring_notifications import queries, wording
from kring_notifications.courier import Courier
from kring_notifications.handlers import (
    coordinating,
    days,
    digest,
    erasing,
    forms,
    links,
    outcomes,
    plans,
    proposing,
    stopping,
    telling,
    wishes,
)
from kring_notifications.handlers.letters import Letters
from kring_notifications.house import House
from kring_notifications.plugged import chosen
from kring_notifications.ports import DELIVER, FORGET, LOOK_AFTER, Delivery, Forget, LookAfter
from kring_notifications.settings import Settings, house_of
from kring_notifications.wording.drafts import warn_of_drafts
from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts import notifications as n
from kring_shared.contracts import registry as r
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.erased_cases import unless_erased
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.runtime.lane.timers import ErrandDone


def subscribe(lane: LaneBroker, around: Surroundings) -> None:
    """Declare everything notifications hears, carries out, answers and waits for.

    Nothing of a legal deadline is heard: it binds the mandating body, and no letter may press a family with it. Nor
    anything of private time or of a safety signal: no letter comes of them.

    Raises:
        WrongSetup: templates, channels or the time zone are not right; nothing was declared.
    """
    settings = cast("Settings", around.settings)
    words = wording.load(settings.templates)
    channels = chosen(settings.channels, around.plugins)
    house = house_of(settings, around.offices)
    warn_of_drafts(words, house)
    letters = Letters(tuple(channels.values()), words, house)
    declare(lane, letters, Courier(around.vault, channels, words, house, around.clock))


def declare(lane: LaneBroker, letters: Letters, courier: Courier) -> None:
    """Declare everything, with these letters and this courier. What `writes` declares is handed the letters too."""
    lane.hears(r.ErasureOrdered, erasing.erase)
    lane.carries_out(FORGET, Forget, courier.forget, ErrandDone, erasing.note_forgotten)
    _carried_out(lane.giving(letters), courier)
    here = lane.behind(unless_erased)
    writes = here.giving(letters)
    _request(here, writes)
    _coordinator(here, writes)
    _conference(here, writes)
    _plan(writes)
    writes.hears(r.SatisfactionInvited, forms.send)
    writes.does(n.ReportArrival, outcomes.report, then=outcomes.case_of)
    _people(here, writes)
    _links(lane, here, letters.house)
    here.answers(n.ListMessages, queries.list_messages)
    here.answers(n.ListToTell, queries.list_to_tell)
    here.giving(letters.wording, letters.house).answers(n.ShowToTell, queries.show_to_tell)


def _carried_out(writes: LaneBroker, courier: Courier) -> None:
    """What came of an errand is heard also once its case was erased: the errand may have been on its way."""
    case_of, at_once = outcomes.case_of, courier.at_once
    writes.carries_out(DELIVER, Delivery, courier.deliver, ErrandDone, outcomes.record, then=case_of, at_once=at_once)
    writes.carries_out(
        LOOK_AFTER, LookAfter, courier.look_after, ErrandDone, outcomes.record_look, then=case_of, at_once=at_once
    )


def _people(here: LaneBroker, writes: LaneBroker) -> None:
    writes.does(n.RecordContactWishes, wishes.record)
    writes.does(n.CorrectContact, wishes.correct)
    writes.does(n.ResendMessage, wishes.resend)
    here.does(n.NoteTold, wishes.note_told)
    writes.due(n.DigestDue, digest.tell, then=digest.cases_of)


def _links(lane: LaneBroker, here: LaneBroker, house: House) -> None:
    """What a link opens is asked before anybody knows of which case it is; of an erased one nothing is left."""
    lane.answers(n.OpenLink, queries.open_link, then=links.where_it_leads)
    lane.does(n.UseLink, links.use, then=links.where_it_leads)
    lane.does(n.CheckCode, links.check_code, then=links.where_it_leads)
    here.giving(house.links_good_for).does(n.GiveLink, links.give)
    here.does(n.RevokeLinks, links.revoke)
    here.does(n.GiveCode, links.give_code)
    here.answers(n.ListLinks, queries.list_links)
    here.giving(house).answers(n.ShowLink, queries.show_link)
    here.answers(n.ShowCode, queries.show_code)


def _request(here: LaneBroker, writes: LaneBroker) -> None:
    writes.hears(i.RequestReceived, telling.begin)
    writes.hears(i.RequestAccepted, telling.take_on)
    here.hears(i.AuthorityRecorded, telling.note_age)
    writes.hears(i.FundingRefused, telling.tell_funding_refused)
    writes.hears(i.RequestWithdrawn, stopping.stop)
    writes.hears(i.RequestRejected, stopping.stop)
    writes.hears(i.ConsentRefused, stopping.stop)
    here.hears(i.RequestPaused, stopping.pause)
    here.hears(i.RequestResumed, stopping.resume)
    here.hears(i.RequestMerged, stopping.set_aside)
    writes.hears(i.MergeUndone, stopping.begin_again)
    here.hears(i.RequestTransferred, stopping.hand_over)
    here.hears(i.RequestLapsed, stopping.lapse)
    writes.hears(i.RequestClosed, telling.tell_ended)


def _coordinator(here: LaneBroker, writes: LaneBroker) -> None:
    writes.hears(m.SearchUnfilled, coordinating.tell_search_goes_on)
    writes.hears(m.ScreeningExpiring, coordinating.warn_of_screening)
    writes.hears(m.CoordinatorProposed, proposing.tell)
    writes.hears(m.ProposalExtended, proposing.tell_more_time)
    here.hears(m.ProposalAccepted, proposing.note_answered)
    here.hears(m.ProposalDeclined, proposing.note_answered)
    here.hears(m.ProposalExpired, proposing.note_answered)
    writes.due(n.AnswerAwaited, proposing.remind)
    writes.hears(m.AssignmentActivated, coordinating.tell_found)
    writes.hears(m.AssignmentFrozen, coordinating.keep_out)
    writes.hears(m.AssignmentRestored, coordinating.let_back_in)
    writes.hears(m.AssignmentHandedOver, coordinating.hand_over)
    writes.hears(m.AssignmentCompleted, coordinating.end)


def _conference(here: LaneBroker, writes: LaneBroker) -> None:
    here.hears(c.ParticipantSuggested, telling.keep_participant)
    here.hears(c.ParticipantInformed, telling.note_spoken_with)
    here.hears(c.CalendarAsked, telling.note_calendar)
    writes.hears(c.ConditionsShared, telling.tell_conditions)
    writes.hears(c.ParticipantInvited, telling.invite)
    here.hears(c.ParticipantAnswered, telling.note_answer)
    here.hears(c.ParticipantSteppedOut, stopping.let_be)
    here.hears(c.ParticipantNotInvited, stopping.let_be)
    writes.hears(c.ConferenceScheduled, days.set_day)
    writes.hears(c.ConferencePostponed, days.put_off)
    writes.hears(c.ConferenceAdjourned, days.put_off)
    writes.hears(c.ConferenceConcluded, days.leave_day)
    writes.hears(c.ConferenceCancelled, stopping.cancel)
    writes.hears(c.PlanMadeWithoutMeeting, days.leave_day)
    writes.hears(c.PlanAccepted, days.leave_day)
    writes.due(n.ReminderDue, days.remind)


def _plan(writes: LaneBroker) -> None:
    writes.hears(c.PlanSubmitted, plans.ask_to_check)
    writes.hears(c.PlanAnswerAwaited, plans.remind_to_check)
    writes.hears(c.PlanAnswerOverdue, plans.tell_office)
    writes.hears(c.HelpAnswerOverdue, plans.tell_office)
    writes.hears(c.PlanSentBack, plans.tell_sent_back)
    writes.hears(c.PlanDistributed, plans.tell_plan)
    writes.hears(c.FollowUpDue, plans.ask_to_call)
    writes.hears(c.ConvenerAsked, plans.ask_convener)
    writes.hears(c.MeetingAgainOffered, plans.offer_meeting)
    writes.hears(c.ReviewComing, plans.tell_review)
