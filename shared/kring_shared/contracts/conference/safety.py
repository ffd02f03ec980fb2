"""Safety signals: a restricted route of their own, from whoever worries to the regional manager and the safety officer.

A signal has an id of its own and tells its facts under that id, so nothing of it shows in a case's facts. What was said
is sealed under the signal's own key.
"""

from typing import ClassVar

from pydantic import Field

from kring_shared.contracts.conference.words import SignalLevel, SignalOutcome
from kring_shared.contracts.envelope import Answer, Command, Cursor, Deadline, Fact, Key, Query


class SafetySignalRaised(Fact):
    """Somebody worries about safety; `case_id` is the signal's own id."""

    level: SignalLevel


class SafetySignalOverdue(Fact):
    """Nobody looked at a safety signal in time; `case_id` is the signal's own id."""

    level: SignalLevel


class SafetySignalAssessed(Fact):
    """The regional manager looked at a safety signal; `case_id` is the signal's own id."""

    level: SignalLevel


class SafetySignalPassedOn(Fact):
    """The safety officer goes on with a signal; `case_id` is the signal's own id."""

    officer_id: Key


class SafetySignalClosed(Fact):
    """A safety signal is settled; `case_id` is the signal's own id."""

    outcome: SignalOutcome


class RaiseSafetySignal(Command):
    """Say that you worry about somebody's safety; possible at every stage, private time too."""

    day_only: ClassVar[bool] = True  # who asked, of which case, is noted; by its hour that would lead to the signal
    case_id: Key
    level: SignalLevel
    words: str = Field(min_length=3, max_length=2000, repr=False, description="What worries you; sealed.")


class AssessSafetySignal(Command):
    """Look at a signal, and say how pressing it is."""

    signal_id: Key
    level: SignalLevel

    def key(self) -> str:
        """Give the signal."""
        return self.signal_id


class PassSafetySignalOn(Command):
    """Give a signal to the office's safety officer."""

    signal_id: Key
    officer_id: Key

    def key(self) -> str:
        """Give the signal."""
        return self.signal_id


class CloseSafetySignal(Command):
    """Settle a signal, as a code."""

    signal_id: Key
    outcome: SignalOutcome

    def key(self) -> str:
        """Give the signal."""
        return self.signal_id


class ListSafetySignals(Query):
    """Ask which signals are open."""


class ListOwnSafetySignals(Query):
    """Ask for the signals that were passed on to whoever asks: those that wait, or those that are settled."""

    of_oneself: ClassVar[bool] = True

    settled: bool = Field(default=False, description="Those that are settled, instead of those that wait.")
    after: Cursor = Field("", description="Go on after these: `next` of the page before.")
    limit: int = Field(50, ge=1, le=200)


class ShowSafetySignal(Query):
    """Ask for one signal, its words opened."""

    signal_id: Key

    def key(self) -> str:
        """Give the signal."""
        return self.signal_id


class SafetySignalLine(Answer):
    """One signal, without its words."""

    signal_id: Key
    stage: str
    level: SignalLevel
    days_open: int = Field(description="Days since it was raised.")


class SafetySignalList(Answer):
    """The signals of an office that are not settled, the most pressing first."""

    signals: tuple[SafetySignalLine, ...]


class OwnSafetySignals(Answer):
    """The signals of one safety officer, the most pressing first and of these the oldest; never their words."""

    signals: tuple[SafetySignalLine, ...]
    next: Cursor = Field("", description="Where the next page begins, as its `after`; empty on the last one.")


class SafetySignalShown(Answer):
    """One signal."""

    signal_id: Key
    about_case_id: Key
    stage: str
    level: SignalLevel
    raised_by: str = Field(description="The role of whoever raised it.")
    words: str = Field(description="What worries whoever raised it.")
    outcome: SignalOutcome | None = None
    possible: tuple[str, ...]


class SignalWaits(Deadline):
    """Nobody looked at a signal for as long as its level allows; `case_id` is the signal's own id."""
