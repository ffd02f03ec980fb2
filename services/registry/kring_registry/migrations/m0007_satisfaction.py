"""Forms, answers without case and person, and what a coordinator sees of them."""

revision = "registry_0007"
down_revision = "registry_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
