"""The demo's closing table."""

from collections import Counter

from rich.table import Table

from deploy.demo.check import Books


def closing_table(books: Books) -> Table:
    """Show where every request ended, by office."""
    offices = sorted({office for office, _ in books.requests})
    table = Table(title="where the requests stand, read from the databases", title_justify="left", box=None)
    table.add_column("")
    for office in (*offices, "all"):
        table.add_column(office, justify="right")
    for stage in sorted({stage for _, stage in books.requests}):
        counts = Counter({office: books.requests[office, stage] for office in offices})
        table.add_row(stage, *(str(counts[office]) for office in offices), str(sum(counts.values())))
    table.add_section()
    for status, n in sorted(books.receipts.items()):
        table.add_row(f"receipts: {status}", *[""] * len(offices), str(n))
    for outcome, n in sorted(books.outcomes.items()):
        table.add_row(f"locked: {outcome}", *[""] * len(offices), str(n))
    return table
