"""The chain, the salt, what a whole registration holds, and records without a case."""

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, false, func, select, table, text

from kring_registry.domain.record import year_key

revision = "registry_0005"
down_revision = "registry_0004"
branch_labels = None
depends_on = None

TEXTS = ("year_key", "due_key", "salt")


def upgrade() -> None:
    """Make the tables and columns; what was locked before stands outside the chain, and has no salt."""
    with op.batch_alter_table("registration") as registration:
        for name in TEXTS:
            registration.add_column(Column(name, String(32), nullable=False, server_default=""))
        registration.add_column(Column("number", Integer, nullable=False, server_default=text("0")))
        registration.add_column(Column("expenses", JSON, nullable=False, server_default=text("'[]'")))
        registration.add_column(Column("reconvened", Boolean, nullable=False, server_default=false()))
        registration.add_column(Column("due_on", Date))
        registration.add_column(Column("days_worked", Integer))
        registration.add_column(Column("interpreter_came", Boolean))
    with op.batch_alter_table("registration") as registration:
        for name in (*TEXTS, "number", "expenses", "reconvened"):
            registration.alter_column(name, server_default=None)
    _name_the_years()
    op.create_index("ix_registration_year_key", "registration", ["year_key"])
    op.create_index("ix_registration_due_key", "registration", ["due_key"])
    op.create_index("registration_place", "registration", ["office", "number"])
    _make_chain()
    _make_records()


def _name_the_years() -> None:
    """Write the key of its year into every row that stands: one statement for each year of each office."""
    rows = table("registration", Column("office", String), Column("received_on", Date), Column("year_key", String))
    bounds = select(rows.c.office, func.min(rows.c.received_on), func.max(rows.c.received_on)).group_by(rows.c.office)
    for office, first, last in op.get_bind().execute(bounds).all():
        for year in range(first.year, last.year + 1):
            days = rows.c.received_on.between(first.replace(year, 1, 1), first.replace(year, 12, 31))
            op.execute(rows.update().where(rows.c.office == office, days).values(year_key=year_key(office, year)))


def _make_chain() -> None:
    op.create_table(
        "chain",
        Column("chain_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("length", Integer, nullable=False),
        Column("head", String(64), nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_table(
        "chain_entry",
        Column("entry_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("number", Integer, nullable=False),
        Column("kind", String(20), nullable=False),
        Column("commitment", String(64), nullable=False),
        Column("link", String(64), nullable=False),
        Column("gone", Boolean, nullable=False),
        Column("version", Integer, nullable=False),
    )
    op.create_index("chain_entry_place", "chain_entry", ["office", "number"], unique=True)


def _make_records() -> None:
    """Make what is left of a case; SQLite keeps both by their ids, since in the order of writing they would pair up."""
    op.create_table(
        "record",
        Column("record_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("year_key", String(32), nullable=False),
        Column("counted", JSON, nullable=False),
        Column("salt", String(32), nullable=False),
        Column("number", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_year_key", "record", ["year_key"])
    op.create_index("record_place", "record", ["office", "number"])
    op.create_table(
        "departed",
        Column("case_id", String(32), primary_key=True),
        Column("office", String(40), nullable=False),
        Column("version", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
