"""The demo's closing table."""

from collections import Counter

from rich.table import Table

from deploy.demo.check import REGISTERED, Books


def closing_table(books: Books) -> Table:
    """Show where every request ended and how it is registered, by office; then the receipts and the outcomes."""
    offices = sorted({line.office for line in books.requests.values()})
    table = Table(title="where the requests stand, read from the databases", title_justify="left", box=None)
    table.add_column("")
    for office in (*offices, "all"):
        table.add_column(office, justify="right")
    table.add_column("registered as", style="dim")
    for stage in sorted({line.stage for line in books.requests.values()}):
        counts = Counter(line.office for line in books.requests.values() if line.stage == stage)
        shown = (*(str(counts[office]) for office in offices), str(counts.total()))
        table.add_row(stage, *shown, REGISTERED.get(stage, "open"))
    table.add_section()
    beside = [
        (f"talks: {stage}", n) for stage, n in sorted(Counter(line.stage for line in books.talks.values()).items())
    ]
    beside += [(f"receipts: {status}", n) for status, n in sorted(books.receipts.items())]
    locked = Counter(line.outcome or "none" for line in books.registrations.values() if line.stage == "locked")
    beside += [(f"locked: {outcome}", n) for outcome, n in sorted(locked.items())]
    for what, n in beside:
        table.add_row(what, *[""] * len(offices), str(n))
    return table
