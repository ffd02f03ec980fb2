"""Counts by office and month, published years, and figures of years before Kring."""

revision = "registry_0006"
down_revision = "registry_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
