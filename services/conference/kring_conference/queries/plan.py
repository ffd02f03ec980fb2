"""The plan, as far as whoever asks may read it: it is the circle's, and a professional has it for as much as agreed.

The main person, the circle and the coordinator read it whole, in any version. Who accepts it reads it once it was laid
before them; whom the circle handed it to, once it went out. Any other professional reads what binds them, and what is
asked of them. The regional manager has no right to it at all.
"""

from dataclasses import dataclass
from typing import Final

from kring_conference.domain.changes import changes
from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Draft, HelpAnswer, Plan
from kring_conference.domain.recipients import agreements_of, items_asked_of
from kring_conference.process import STANDS, PlanStage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import PlanChange, PlanShown, PlanText, PlanTranslation, ShowPlan
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.runtime.declared.routes import Reader

READ_EVERY_VERSION: Final = frozenset({Role.MAIN_PERSON, Role.CIRCLE_MEMBER, Role.COORDINATOR})
"""Who reads every version; the coordinator for as long as their part lasts."""
LAID_BEFORE: Final = frozenset(STANDS) - {PlanStage.AGREED}
"""While the version that counts was laid before whoever accepts it, or accepted."""


@dataclass(frozen=True)
class _Part:
    """What one person may read: the text as far as it is theirs, and the lines of help by number."""

    text: PlanText | None
    items: tuple[int, ...]
    asked: tuple[str, ...] = ()


def show_plan(query: ShowPlan, reader: Reader) -> PlanShown:
    """Show the plan, or the part of it that somebody may read.

    Raises:
        NotFound: there is no plan yet, or not that version.
        NotPermitted: a professional asks for a version that is the circle's own.
    """
    conference: Conference | None = reader.get(Conference, query.case_id)
    plan: Plan | None = reader.get(Plan, query.case_id)
    if conference is None or plan is None:
        raise NotFound("no plan is known in this case: the circle's words were not written down yet").because(
            "no-plan-yet"
        )
    draft = _chosen(query, plan, reader.actor)
    whole = _reads_all(conference, plan, reader)
    opened = reader.open(draft.text, PlanText)
    text = None if isinstance(opened, Erased) else opened
    part = _everything(text) if whole else _own_part(text, plan, reader.actor.id)
    return PlanShown(
        case_id=query.case_id,
        stage=plan.stage,
        plan_version=draft.number,
        counts=_counts(plan, draft),
        whole=whole,
        plan=part.text,
        changed=_changed(plan, draft, text, reader),
        help_answers=tuple(f"{item}: {answered(item, plan, draft)}" for item in part.items),
        asked=part.asked,
        translations=_translations(plan, draft, reader) if whole and text else (),
        form=conference.kind.value,
        held_on=conference.held_on if conference.room.opened_at else None,
        written_out_on=plan.written_out_on,
    )


def _chosen(query: ShowPlan, plan: Plan, actor: Actor) -> Draft:
    """Give the version that was asked for, else the one that counts, else the newest."""
    counting = plan.counting if plan.stands else None
    standard = counting or plan.latest
    if query.plan_version is None or query.plan_version == standard.number:
        return standard
    if actor.role not in READ_EVERY_VERSION:
        raise NotPermitted(
            "earlier versions and drafts are the circle's own; ask for the plan without a version"
        ).because("earlier-versions")
    return plan.draft(query.plan_version)


def _reads_all(conference: Conference, plan: Plan, reader: Reader) -> bool:
    actor = reader.actor
    if actor.role in READ_EVERY_VERSION:
        return True
    if plan.distributed_on is not None and actor.id in plan.handed_to:
        return True
    people: list[Participant] = reader.all(Participant, conference.case_id)
    accepts = any(person.id == actor.id and person.part is Part.ACCEPTOR for person in people)
    return accepts and conference.needs_acceptance and plan.stage in LAID_BEFORE


def _counts(plan: Plan, draft: Draft) -> bool:
    return plan.stands and plan.counting == draft


def _changed(plan: Plan, draft: Draft, text: PlanText | None, reader: Reader) -> tuple[PlanChange, ...]:
    """Hold a version against the one before it, for those who may read both."""
    if reader.actor.role not in READ_EVERY_VERSION or draft.number == 1 or text is None:
        return ()
    before = reader.open(plan.draft(draft.number - 1).text, PlanText)
    if isinstance(before, Erased):
        return ()
    pairs = changes(before, text, _names(plan.case_id, reader))
    return tuple(PlanChange(was=was, now=now) for was, now in pairs)


def _names(case_id: str, reader: Reader) -> dict[str, str]:
    people: list[Participant] = reader.all(Participant, case_id)
    names = {}
    for person in people:
        contact = reader.open(person.card.contact, Contact)
        if person.takes_part and not isinstance(contact, Erased):
            names[person.id] = contact.name
    return names


def _everything(text: PlanText | None) -> _Part:
    return _Part(text, tuple(range(1, len(text.help_asked) + 1)) if text else ())


def _own_part(text: PlanText | None, plan: Plan, person_id: str) -> _Part:
    """Give what binds somebody and what is asked of them, once the plan went out; nothing else of it, or before."""
    if text is None or plan.distributed_on is None:
        return _Part(None, ())
    agreements = agreements_of(text, person_id)
    items = items_asked_of(text, person_id)
    asked = tuple(text.help_asked[item - 1].what for item in items)
    own = PlanText(agreements=agreements, legal_form=text.legal_form) if agreements else None
    return _Part(own, items, asked)


def answered(item: int, plan: Plan, draft: Draft) -> str:
    """Say in codes what was answered to one line: `yes from 2026-12-01`, `no`, `open`."""
    said = (each for each in plan.help_answers if each.item == item and each.plan_version == draft.number)
    answer: HelpAnswer | None = next(said, None)
    if answer is None:
        return "open"
    if not answer.granted:
        return "no"
    return f"yes from {answer.starts_on}" if answer.starts_on else "yes"


def _translations(plan: Plan, draft: Draft, reader: Reader) -> tuple[PlanTranslation, ...]:
    shown = []
    for each in plan.translations:
        text, translator = reader.open(each.text, PlanText), reader.open(each.translator, str)
        if each.number == draft.number and not isinstance(text, Erased) and not isinstance(translator, Erased):
            shown.append(PlanTranslation(language=each.language, translator=translator, plan=text))
    return tuple(shown)
