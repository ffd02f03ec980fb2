"""What people ask about their data, and breaches."""

revision = "registry_0010"
down_revision = "registry_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
