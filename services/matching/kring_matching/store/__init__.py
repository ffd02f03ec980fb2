"""Rows and aggregates of matching, and both ways between them. What is about a person is sealed in its column too."""

from typing import Final

from kring_matching.domain import Borrowing, Career, Coordinator, Gathering, HelpdeskCase, Lending, Missing, Search
from kring_matching.store import career, coordinator, loan, search, support
from kring_matching.store.career import CareerRow
from kring_matching.store.coordinator import CoordinatorRow
from kring_matching.store.loan import BorrowingRow, LendingRow, MissingRow
from kring_matching.store.search import SearchRow
from kring_matching.store.support import GatheringRow, HelpdeskRow
from kring_matching.store.tables import ErasedCaseRow, MatchingTable
from kring_shared.runtime.declared.erased_cases import shelf_of
from kring_shared.runtime.storage.shelves import Shelf

__all__ = ["SHELVES", "MatchingTable"]

SHELVES: Final = (
    Shelf(Search, SearchRow, search.row_of, search.value_of, by=("case_id", "coordinator_id")),
    Shelf(Coordinator, CoordinatorRow, coordinator.row_of, coordinator.value_of, by=("coordinator_id",)),
    Shelf(Career, CareerRow, career.row_of, career.value_of, by=("person_id",)),
    Shelf(Gathering, GatheringRow, support.gathering_row, support.gathering_value, by=("gathering_id",)),
    Shelf(HelpdeskCase, HelpdeskRow, support.helpdesk_row, support.helpdesk_value, by=("helpdesk_id",)),
    Shelf(
        Borrowing, BorrowingRow, loan.borrowing_row, loan.borrowing_value, by=("borrowing_key", "case_id", "guest_id")
    ),
    Shelf(Lending, LendingRow, loan.lending_row, loan.lending_value, by=("loan_id", "coordinator_id")),
    shelf_of(ErasedCaseRow),
    Shelf(Missing, MissingRow, loan.missing_row, loan.missing_value, by=("missing_id",)),
)
