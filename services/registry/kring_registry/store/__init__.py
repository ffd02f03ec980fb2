"""Rows and aggregates, and both ways between them; nothing in a row names anybody."""

from kring_registry.domain.past import PastYear
from kring_registry.domain.registration import Registration
from kring_registry.store.past import PastYearRow, past_row, past_value
from kring_registry.store.registration import RegistrationRow, registration_row, registration_value
from kring_registry.store.tables import RegistryTable
from kring_shared.runtime.shelves import Shelf

__all__ = ["SHELVES", "RegistryTable"]

SHELVES = (
    Shelf(Registration, RegistrationRow, registration_row, registration_value, by=("case_id",)),
    Shelf(PastYear, PastYearRow, past_row, past_value, by=("past_id",)),
)
