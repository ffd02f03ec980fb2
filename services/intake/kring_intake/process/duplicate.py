"""Two requests that look alike: a person decides, and may find later that it was wrong."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import DismissDuplicate, MergeRequest, UndoMerge
from kring_shared.kernel.process import Process, Step, from_each
from kring_shared.kernel.sources import A_PERSON_DECIDES


class SuspicionStage(StrEnum):
    """What was decided about two requests that look alike."""

    SUSPECTED = "suspected"
    MERGED = "merged"
    DISMISSED = "dismissed"


DUPLICATE: Final = Process(
    name="duplicate",
    start=SuspicionStage.SUSPECTED,
    rests=(SuspicionStage.MERGED, SuspicionStage.DISMISSED),
    steps=(
        *from_each(
            (SuspicionStage.SUSPECTED, SuspicionStage.DISMISSED),
            MergeRequest,
            SuspicionStage.MERGED,
            because="A person looked at both: it is the same request.",
            source=A_PERSON_DECIDES,
        ),
        Step(
            SuspicionStage.SUSPECTED,
            DismissDuplicate,
            SuspicionStage.DISMISSED,
            because="A person looked at both: these are other people.",
            source=A_PERSON_DECIDES,
        ),
        Step(
            SuspicionStage.MERGED,
            UndoMerge,
            SuspicionStage.DISMISSED,
            because="The merge was wrong: these are other people after all.",
            source=A_PERSON_DECIDES,
        ),
    ),
)
