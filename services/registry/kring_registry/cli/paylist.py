"""The pay list as a file: what is to be paid to whom, under opaque ids; written and read back."""

import csv
import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kring_shared.contracts.registry import ClaimShown

HEADS: Final = (
    "reference",
    "claim",
    "coordinator",
    "year",
    "fee_cents",
    "allowance_cents",
    "travel_cents",
    "expenses_cents",
    "cents",
)
"""`coordinator` is the opaque id that the office's own administration has beside a name and a bank number."""
CLAIM_ID: Final = re.compile(r"[0-9a-f]{32}")


class NoPayList(ValueError):
    """A file is no pay list as `kring claims paylist` writes it."""


def pay_list(claims: "Iterable[ClaimShown]") -> str:
    """Write claims as CSV (UTF-8, a comma between, amounts in whole eurocents), one a line."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(HEADS)
    for claim in claims:
        by_kind = dict.fromkeys(("fee", "allowance", "travel", "expenses"), 0)
        for line in claim.lines:
            by_kind[line.kind.value] += line.cents
        rows.writerow(
            (claim.reference, claim.claim_id, claim.coordinator_id, claim.year, *by_kind.values(), claim.cents)
        )
    return text.getvalue()


def claims_of(text: str) -> tuple[str, ...]:
    """Read which claims stand in a pay list, each once; a line that was taken out was not paid.

    Raises:
        NoPayList: there is no column of claims, or something else stands in it.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        if "claim" not in (rows.fieldnames or ()):
            raise NoPayList("it has no column called claim: take the file that `kring claims paylist` wrote")
        found = tuple(dict.fromkeys((row["claim"] or "").strip() for row in rows))
    except csv.Error:
        raise NoPayList("it cannot be read as CSV: take the file that `kring claims paylist` wrote") from None
    wrong = [number for number, claim in enumerate(found, start=2) if not CLAIM_ID.fullmatch(claim)]
    if wrong:
        raise NoPayList(f"line {wrong[0]} names no claim: its id is 32 digits and letters a to f")
    return found
