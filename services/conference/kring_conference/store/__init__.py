"""Rows and aggregates, and both ways between them. What is about a person is sealed in its column too."""

from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.domain.signal import Signal
from kring_conference.store import conference, follow_up, participant, plan, signal
from kring_conference.store.conference import ConferenceRow
from kring_conference.store.follow_up import FollowUpRow
from kring_conference.store.participant import ParticipantRow
from kring_conference.store.plan import PlanRow
from kring_conference.store.signal import SignalRow
from kring_conference.store.tables import ConferenceTable, ErasedCaseRow
from kring_shared.runtime.declared.erased_cases import shelf_of
from kring_shared.runtime.storage.shelves import Shelf

__all__ = ["SHELVES", "ConferenceTable"]

SHELVES: Final = (
    Shelf(Conference, ConferenceRow, conference.row_of, conference.value_of, by=("case_id",)),
    Shelf(Participant, ParticipantRow, participant.row_of, participant.value_of, by=("participant_id", "case_id")),
    Shelf(Plan, PlanRow, plan.row_of, plan.value_of, by=("case_id",)),
    Shelf(FollowUp, FollowUpRow, follow_up.row_of, follow_up.value_of, by=("follow_up_id", "case_id")),
    shelf_of(ErasedCaseRow),
    Shelf(Signal, SignalRow, signal.row_of, signal.value_of, by=("signal_id", "found_by")),
)
