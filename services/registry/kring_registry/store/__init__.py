"""Rows and aggregates, and both ways between them; nothing in a row names anybody."""

from kring_registry.domain.chain import Chain, ChainEntry
from kring_registry.domain.past import PastYear
from kring_registry.domain.record import Departed, Record
from kring_registry.domain.registration import Registration
from kring_registry.store.chain import ChainEntryRow, ChainRow, chain_row, chain_value, entry_row, entry_value
from kring_registry.store.past import PastYearRow, past_row, past_value
from kring_registry.store.record import (
    DepartedRow,
    RecordRow,
    departed_row,
    departed_value,
    record_row,
    record_value,
)
from kring_registry.store.registration import RegistrationRow, registration_row, registration_value
from kring_registry.store.tables import RegistryTable
from kring_shared.runtime.shelves import Shelf

__all__ = ["SHELVES", "RegistryTable"]

BY_CASE = ("case_id", "year_key", "due_key")
SHELVES = (
    Shelf(Registration, RegistrationRow, registration_row, registration_value, by=BY_CASE),
    Shelf(Record, RecordRow, record_row, record_value, by=("record_id", "year_key")),
    Shelf(Departed, DepartedRow, departed_row, departed_value, by=("case_id",)),
    Shelf(Chain, ChainRow, chain_row, chain_value, by=("chain_id",)),
    Shelf(ChainEntry, ChainEntryRow, entry_row, entry_value, by=("entry_id",)),
    Shelf(PastYear, PastYearRow, past_row, past_value, by=("past_id",)),
)
