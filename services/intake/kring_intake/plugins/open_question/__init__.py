"""Says of a question in Dutch or English where it could be more open (open vraag); people decide."""

from pydantic import BaseModel, ConfigDict, Field

from kring_intake.hooks import Remark
from kring_intake.plugins.open_question.codes import Code
from kring_intake.plugins.open_question.explanations import remark
from kring_shared.kernel.plugins import Manifest


class OpenQuestionSettings(BaseModel):
    """What an office does not want to hear about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leave_out: frozenset[Code] = Field(
        frozenset(), description="Remarks that are not made.", examples=[["professional-jargon"]]
    )


class OpenQuestion:
    """Reads with tables of patterns: it knows forms of words, not what a family means."""

    languages = frozenset({"nl", "en"})

    def __init__(self, settings: OpenQuestionSettings) -> None:
        """Take the remarks that are not made."""
        self._leave_out = settings.leave_out

    def look(self, question: str) -> tuple[Remark, ...]:
        """Give one remark for each way in which the question could be more open, in the order of the codes."""
        found = {} if question.strip() else {Code.NOT_A_QUESTION: None}
        return tuple(remark(code, found[code]) for code in Code if code in found and code not in self._leave_out)


plugin = Manifest(
    name="open-question",
    service="intake",
    api=1,
    title="Says where a question in Dutch or English could be more open; people decide.",
    settings=OpenQuestionSettings,
    build=OpenQuestion,
)
