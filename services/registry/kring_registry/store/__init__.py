"""Rows and aggregates, and both ways between them; nothing in a row names anybody."""

from typing import Final

from kring_registry.domain.allowance import CoordinatorYear
from kring_registry.domain.asked import Asked
from kring_registry.domain.breach import Breach
from kring_registry.domain.chain import Chain, ChainEntry
from kring_registry.domain.claim import Claim, ClaimNumbers
from kring_registry.domain.erasure import Erasure
from kring_registry.domain.figures.cells import Cell
from kring_registry.domain.figures.outward import OutwardYear
from kring_registry.domain.figures.year_report import YearReport
from kring_registry.domain.keeping import Keeping
from kring_registry.domain.past import PastYear
from kring_registry.domain.record import Departed, Record
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Answer, CoordinatorTally, Form, Round, Wish
from kring_registry.domain.talk import Talk
from kring_registry.store.asked import AskedRow, asked_row, asked_value
from kring_registry.store.breach import BreachRow, breach_row, breach_value
from kring_registry.store.chain import ChainEntryRow, ChainRow, chain_row, chain_value, entry_row, entry_value
from kring_registry.store.claim import (
    ClaimNumbersRow,
    ClaimRow,
    CoordinatorYearRow,
    claim_row,
    claim_value,
    numbers_row,
    numbers_value,
    year_row,
    year_value,
)
from kring_registry.store.figures import (
    CellRow,
    OutwardYearRow,
    TalkRow,
    YearReportRow,
    cell_row,
    cell_value,
    outward_row,
    outward_value,
    report_row,
    report_value,
    talk_row,
    talk_value,
)
from kring_registry.store.keeping import (
    ErasureRow,
    KeepingRow,
    erasure_row,
    erasure_value,
    keeping_row,
    keeping_value,
)
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
from kring_registry.store.satisfaction import (
    AnswerRow,
    FormRow,
    RoundRow,
    TallyRow,
    WishRow,
    answer_row,
    answer_value,
    form_row,
    form_value,
    round_row,
    round_value,
    tally_row,
    tally_value,
    wish_row,
    wish_value,
)
from kring_registry.store.tables import RegistryTable
from kring_shared.runtime.storage.shelves import Shelf

__all__ = ["SHELVES", "RegistryTable"]

BY_CASE: Final = ("case_id", "year_key", "due_key")
SHELVES: Final = (
    Shelf(Registration, RegistrationRow, registration_row, registration_value, by=BY_CASE),
    Shelf(Record, RecordRow, record_row, record_value, by=("record_id", "year_key")),
    Shelf(Departed, DepartedRow, departed_row, departed_value, by=("case_id",)),
    Shelf(Chain, ChainRow, chain_row, chain_value, by=("chain_id",)),
    Shelf(ChainEntry, ChainEntryRow, entry_row, entry_value, by=("entry_id",)),
    Shelf(Claim, ClaimRow, claim_row, claim_value, by=("claim_id", "coordinator_id", "case_key")),
    Shelf(CoordinatorYear, CoordinatorYearRow, year_row, year_value, by=("year_id",)),
    Shelf(Breach, BreachRow, breach_row, breach_value, by=("breach_id",)),
    Shelf(Asked, AskedRow, asked_row, asked_value, by=("asked_id",)),
    Shelf(ClaimNumbers, ClaimNumbersRow, numbers_row, numbers_value, by=("book_id",)),
    Shelf(Keeping, KeepingRow, keeping_row, keeping_value, by=("case_id", "merged_into")),
    Shelf(Erasure, ErasureRow, erasure_row, erasure_value, by=("erasure_id",)),
    Shelf(Cell, CellRow, cell_row, cell_value, by=("cell_id",)),
    Shelf(YearReport, YearReportRow, report_row, report_value, by=("report_id",)),
    Shelf(OutwardYear, OutwardYearRow, outward_row, outward_value, by=("outward_id",)),
    Shelf(Talk, TalkRow, talk_row, talk_value, by=("talk_id", "year_key")),
    Shelf(PastYear, PastYearRow, past_row, past_value, by=("past_id",)),
    Shelf(Round, RoundRow, round_row, round_value, by=("case_id",)),
    Shelf(Wish, WishRow, wish_row, wish_value, by=("wish_id", "case_id")),
    Shelf(Form, FormRow, form_row, form_value, by=("form_id",)),
    Shelf(Answer, AnswerRow, answer_row, answer_value, by=("answer_id", "year_key")),
    Shelf(CoordinatorTally, TallyRow, tally_row, tally_value, by=("tally_id",)),
)
