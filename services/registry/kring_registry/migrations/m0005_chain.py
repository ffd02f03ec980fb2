"""The chain, the salt, what a whole registration holds, and records without a case."""

revision = "registry_0005"
down_revision = "registry_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
