"""A form with three marks, on its way to who said yes to it."""

from typing import Final

from pydantic import Field

from kring_shared.contracts.envelope import Message
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Sealed

FORMS: Final = frozenset({Moment.SATISFACTION_FORM, Moment.SATISFACTION_FORM_MINOR})
"""The letters with a code in them: they go by e-mail or on paper, and nobody reads one out, since whoever knows the
code can answer in their place."""


class FormOut(Message):
    """What a form needs besides its words."""

    code: Sealed[str] = Field(description="Opens it once; under the key of whoever gets it.")
    on_paper: bool = Field(description="They want it on paper.")

    @property
    def ways(self) -> tuple[Way, ...]:
        """Give the ways it may go, the one they wish first."""
        return (Way.LETTER, Way.EMAIL) if self.on_paper else (Way.EMAIL, Way.LETTER)
