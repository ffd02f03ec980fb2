"""What is kept how long, holds, and the orders to erase with their answers."""

revision = "registry_0009"
down_revision = "registry_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
