"""The list that intake's tables stand in."""

from sqlmodel import SQLModel


class IntakeTable(SQLModel):
    """Keeps intake's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()
