"""What was erased here when it was ordered."""

from kring_shared.contracts.retention import ErasureAnswer


class CircleErased(ErasureAnswer):
    """Conference did what it was ordered to erase, or says what it keeps and why."""
