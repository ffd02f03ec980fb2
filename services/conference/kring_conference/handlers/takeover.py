"""A case an office was running already, taken over as it stood."""

from kring_shared.contracts.conference import TakeOverConference
from kring_shared.kernel.work import Work


def take_over_conference(message: TakeOverConference, work: Work) -> None:
    raise NotImplementedError
