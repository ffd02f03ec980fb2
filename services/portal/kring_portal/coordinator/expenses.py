"""What was paid out of pocket, as a form says it: a kind and an amount in euros a line."""

from decimal import Decimal, InvalidOperation
from typing import Final

from starlette.datastructures import FormData

CENTS: Final = 100
MOST: Final = Decimal(1_000_000)
"""Euros that are reckoned with; the command refuses far less, and a figure may have an exponent."""


def expenses_of(form: FormData) -> list[dict[str, object]]:
    """Read the lines; a line without an amount says nothing."""
    pairs = zip(form.getlist("expense_kind"), form.getlist("expense_euros"), strict=False)
    lines = [{"kind": str(kind), "cents": cents_of(str(euros))} for kind, euros in pairs]
    return [line for line in lines if line["cents"]]


def cents_of(euros: str) -> int:
    """Read an amount, with a comma or a point; what is no amount counts as nothing."""
    try:
        amount = Decimal(euros.strip().replace(",", "."))
    except InvalidOperation:
        return 0
    return int((max(-MOST, min(amount, MOST)) * CENTS).to_integral_value()) if amount.is_finite() else 0
