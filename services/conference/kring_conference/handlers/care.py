"""What people need: to be safe, at ease, supported."""

from kring_shared.contracts.conference import (
    ChooseSupportPerson,
    EndSupport,
    RecordNeeds,
    RecordSafety,
)
from kring_shared.kernel.work import Work


def record_safety(message: RecordSafety, work: Work) -> None:
    raise NotImplementedError


def record_needs(message: RecordNeeds, work: Work) -> None:
    raise NotImplementedError


def choose_support_person(message: ChooseSupportPerson, work: Work) -> None:
    raise NotImplementedError


def end_support(message: EndSupport, work: Work) -> None:
    raise NotImplementedError
