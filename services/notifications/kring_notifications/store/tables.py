"""The list that notifications' tables stand in."""

from sqlmodel import SQLModel


class NotificationsTable(SQLModel):
    """Keeps the tables of notifications in a list of their own."""

    metadata = SQLModel.metadata.__class__()
