"""What the registry holds of one person in one case: what they asked, what they want to be asked, and no name.

Marks they gave are not among it: an answer stands alone under a random id, so nobody can tell whose it is. The
registration counts what happened; it is shown to a main person, whose route it is.
"""

from collections.abc import Iterator

from sqlalchemy import select

from kring_registry.domain.asked import Asked
from kring_registry.domain.keeping import Keeping
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Wish, wish_id
from kring_registry.store.asked import AskedRow, asked_value
from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonData
from kring_shared.contracts.registry import AsksFor
from kring_shared.runtime.declared.about_person import is_for_themselves, line, lines, own_text, part
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of


def about_person(query: PersonData, reader: Reader) -> tuple[HeldPart, ...]:
    """Read what is known of somebody."""
    wish: Wish | None = reader.get(Wish, wish_id(query.case_id, query.person_id))
    asked = list(_asked(query, reader))
    return (
        part("score-wishes", _wish(wish)),
        part("asked", *(_one_asked(one, query, reader) for one in asked)),
        part("registration", _registration(query, reader)),
    )


def _wish(wish: Wish | None) -> tuple[HeldLine, ...]:
    if wish is None:
        return ()
    return (*line("wants-forms", wish.scores), *line("research-may-use", wish.research), *line("form-by", wish.way))


def _asked(query: PersonData, reader: Reader) -> Iterator[Asked]:
    """Find what they asked; a complaint is in the copy of the person self only, for it may be about who makes one."""
    table = table_of(AskedRow)
    theirs = (table.c.case_id == query.case_id, table.c.person_id == query.person_id, table.c.office == reader.office)
    found = select(table).where(*theirs).order_by(table.c.received_on, table.c.asked_id)
    for row in reader.session.execute(found):
        one = asked_value(row)
        if one.asks_for is not AsksFor.COMPLAINT or is_for_themselves(query, reader):
            yield one


def _one_asked(asked: Asked, query: PersonData, reader: Reader) -> tuple[HeldLine, ...]:
    answered = f": {asked.answered_with}" if asked.answered_with else ""
    return (
        *line("asked-for", f"{asked.asks_for}, {asked.received_on}{answered}"),
        *line("in-your-words", own_text(asked.words, query, reader)),
    )


def _registration(query: PersonData, reader: Reader) -> tuple[HeldLine, ...]:
    keeping: Keeping | None = reader.get(Keeping, query.case_id)
    found: Registration | None = reader.get(Registration, query.case_id)
    if found is None or keeping is None or query.person_id not in keeping.people:
        return ()
    return (
        *line("stage", found.stage),
        *line("received-on", found.received_on),
        *line("conference-type", found.conference_type),
        *line("context", found.context),
        *line("held-on", found.held_on),
        *line("outcome", found.outcome),
        *lines("topic", found.topics),
    )
