"""What the registry's tables share: their list."""

from sqlmodel import SQLModel


class RegistryTable(SQLModel):
    """Keeps the registry's tables in a list of their own."""

    metadata = SQLModel.metadata.__class__()
