"""Claims and what counts against the limits of a year."""

revision = "registry_0008"
down_revision = "registry_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
