"""Says of a question in Dutch or English where it could be more open (open vraag); people decide."""

from pydantic import BaseModel, ConfigDict, Field

from kring_intake.hooks import Remark
from kring_intake.plugins.open_question.codes import Code
from kring_intake.plugins.open_question.explanations import remark
from kring_intake.plugins.open_question.reading import read
from kring_shared.kernel.plugins import Manifest


class OpenQuestionSettings(BaseModel):
    """What an office does not want to hear about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leave_out: frozenset[Code] = Field(
        frozenset(), description="Remarks that are not made.", examples=[["professional-jargon"]]
    )


class OpenQuestion:
    """Reads with tables of patterns: it knows forms of words, not what a family means.

    Which form a question has (closed, a choice, none) it nearly always sees. What words mean (an outcome, blame,
    jargon) it sees as far as its tables go: of sentences they had not met, about a third. Nine of ten questions
    it remarks on are indeed not open; where it says nothing, one may still leave little room.
    """

    languages = frozenset({"nl", "en"})

    def __init__(self, settings: OpenQuestionSettings) -> None:
        """Take the remarks that are not made."""
        self._leave_out = settings.leave_out

    def look(self, question: str) -> tuple[Remark, ...]:
        """Give one remark for each way in which the question could be more open, in the order of the codes."""
        places: dict[Code, tuple[int, int] | None] = {}
        for code, span in read(question):
            places.setdefault(code, span)
        return tuple(remark(code, places[code]) for code in Code if code in places and code not in self._leave_out)


plugin = Manifest(
    name="open-question",
    service="intake",
    api=1,
    title="Says where a question in Dutch or English could be more open; people decide.",
    settings=OpenQuestionSettings,
    build=OpenQuestion,
)
