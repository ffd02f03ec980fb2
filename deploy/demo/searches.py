"""What the desks would tell of matching: offers, ties, loans, screenings, and who became a coordinator."""

from collections.abc import Callable
from typing import Any, Final, Protocol

from babel import Locale

from kring_shared.contracts import matching as m
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.intake import RequestReceived


class Looks(Protocol):
    """Looks facts up, as `Desks` does."""

    def first(self, kind: type[Fact], case_id: str) -> Any:  # noqa: ANN401 - a fact of that kind, or None
        """Give the first fact of a kind about something."""

    def end(self, case_id: str | None) -> str:
        """Say how a request ended."""


ENGLISH: Final = Locale("en")
Teller = Callable[[Looks, Any], str]


def _declined(desks: Looks, said: m.ProposalDeclined) -> str:
    return f"A coordinator said no ({said.reason.replace('-', ' ')}): the next of the approved list was asked. " + (
        desks.end(said.case_id)
    )


def _expired(desks: Looks, expired: m.ProposalExpired) -> str:
    return (
        f"A coordinator did not answer in time: the next of the approved list was asked. {desks.end(expired.case_id)}"
    )


def _refused(desks: Looks, refused: m.CoordinatorRefused) -> str:
    return f"The main person wanted somebody else; nobody asked why. {desks.end(refused.case_id)}"


def _frozen(desks: Looks, frozen: m.AssignmentFrozen) -> str:
    over = desks.first(m.AssignmentHandedOver, frozen.case_id)
    began = "A coordinator found out that they know the family: no access from that moment"
    if over is None:
        return f"{began}."
    return (
        f"{began}, handed over {over.occurred_at:%a %d %b}; the circle and the day were kept. {desks.end(over.case_id)}"
    )


def _lent(desks: Looks, lent: m.CoordinatorLoanGranted) -> str:
    received = desks.first(RequestReceived, lent.case_id)
    asked, *_ = received.dossier.wishes.languages or received.dossier.languages
    language, who = ENGLISH.languages.get(asked, asked), lent.from_office.title()
    return f"Nobody here speaks {language}: {who} lent a coordinator, under a one-time id. {desks.end(lent.case_id)}"


def _unfilled(desks: Looks, unfilled: m.SearchUnfilled) -> str:
    return f"Nobody was found in time, told as unfilled. {desks.end(unfilled.case_id)}"


def _screening(desks: Looks, expired: m.ScreeningExpired) -> str:
    told = desks.first(m.ScreeningExpiring, expired.case_id)
    before = f", told {(expired.occurred_at - told.occurred_at).days} days before" if told else ""
    return f"A screening proof ended{before}: no new case until another was seen."


def _certified(desks: Looks, certified: m.CertificateIssued) -> str:
    applied = desks.first(m.CandidateApplied, certified.case_id)
    weeks = (certified.occurred_at - applied.occurred_at).days // 7
    return f"A first conference was evaluated by the work, and a certificate given, {weeks} weeks after the letter."


def _ended(desks: Looks, ended: m.CandidacyEnded) -> str:
    erased = desks.first(m.CandidateFileErased, ended.case_id)
    after = f" The letter was erased {erased.occurred_at:%a %d %b}." if erased else ""
    return f"A candidate does not go on ({ended.reason.replace('-', ' ')}).{after}"


TELLERS: tuple[tuple[type[Fact], Teller], ...] = (
    (m.ProposalDeclined, _declined),
    (m.ProposalExpired, _expired),
    (m.CoordinatorRefused, _refused),
    (m.AssignmentFrozen, _frozen),
    (m.CoordinatorLoanGranted, _lent),
    (m.SearchUnfilled, _unfilled),
    (m.ScreeningExpired, _screening),
    (m.CertificateIssued, _certified),
    (m.CandidacyEnded, _ended),
)
