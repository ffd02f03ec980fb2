"""Somebody gives their marks by the code of a form; what they answer stands alone from then on."""

from typing import Final

from kring_registry.domain.figures.cells import cell_key
from kring_registry.domain.figures.contributions import group_of
from kring_registry.domain.satisfaction import (
    Answer,
    CoordinatorTally,
    Form,
    contributions_of,
    first_month_of,
    tally_id,
)
from kring_registry.handlers.counting import count
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.registry import AnswerSatisfaction, EnterPaperForm, SatisfactionReceived, Scores
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound
from kring_shared.kernel.work import Found, Work

NO_FORM: Final = (
    "no form is open under this code: look at it again, letter by letter; a form counts once, and until its closing day"
)


def where_it_counts(message: Named, office: str, found: Found) -> tuple[str, ...]:
    """Name what the answer of a form counts in: a cell of the figures, and the tally of its coordinator."""
    del office
    if (form := found.get(Form, message.key())) is None:
        return ()
    cell = cell_key(form.office, first_month_of(form.quarter))
    return (cell,) if form.coordinator_id is None else (cell, tally_id(form.coordinator_id))


def answer(message: AnswerSatisfaction | EnterPaperForm, work: Work) -> None:
    """Keep what somebody answered, apart from everything that says who; the form is gone, so its code is good once.

    Raises:
        NotFound: no form is open under the code; whether there ever was one is not said.
        NotAllowedNow: its closing day is over.
        InvalidFields: there is no mark in it.
    """
    form = work.get(Form, message.key())
    if form is None:
        raise NotFound(NO_FORM).because("no-form-of-that-code")
    if work.now.date() > form.answer_by:
        raise NotAllowedNow(asked=message.name, stage="the form is closed, since its closing day is over", possible=())
    if message.scores == Scores():
        raise InvalidFields(("/scores",), "there is no mark in it: give at least one, from 1 to 10").because("no-mark")
    work.remove(form)
    given = Answer(
        answer_id=work.salt(),
        office=form.office,
        quarter=form.quarter,
        conference_type=form.conference_type,
        context=form.context,
        group=form.group,
        scores=message.scores,
        research=form.research,
    )
    work.save(given)
    where = group_of(given.conference_type, given.context)
    count(work, given.office, first_month_of(given.quarter), where, contributions_of(given))
    if form.coordinator_id is not None:
        tally = work.get(CoordinatorTally, tally_id(form.coordinator_id)) or CoordinatorTally(form.coordinator_id)
        work.save(tally.counting(message.scores, form.token))
    work.by = "system"  # who gave it is the form's own id, and the fact must not lead to the form
    work.tell(SatisfactionReceived(case_id=work.salt(), group=form.group))
