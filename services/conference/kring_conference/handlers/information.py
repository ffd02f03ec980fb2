"""What the circle wants to know, and the professionals who answer it."""

from kring_shared.contracts.conference import AssignInformationNeed, BriefProfessional, RecordInformationNeed
from kring_shared.kernel.work import Work


def record_information_need(message: RecordInformationNeed, work: Work) -> None:
    raise NotImplementedError


def assign_information_need(message: AssignInformationNeed, work: Work) -> None:
    raise NotImplementedError


def brief_professional(message: BriefProfessional, work: Work) -> None:
    raise NotImplementedError
