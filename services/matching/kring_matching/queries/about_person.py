"""What matching holds of one person in one case: what a main person wishes of the coordinator, and who that became."""

from kring_matching.domain import Coordinator, Search
from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonData
from kring_shared.contracts.matching import PrivateWishes
from kring_shared.contracts.sealed import Erased
from kring_shared.runtime.declared.about_person import (
    ERASED,
    FOR_THEMSELVES,
    OTHERS_WORDS,
    is_for_themselves,
    line,
    name,
    part,
)
from kring_shared.runtime.declared.routes import Reader


def about_person(query: PersonData, reader: Reader) -> tuple[HeldPart, ...]:
    """Read what is known of a main person; of anybody else of the circle matching knows nothing."""
    search: Search | None = reader.get(Search, query.case_id)
    if search is None or query.person_id not in search.main_person_ids:
        return ()
    wishes = search.dossier.wishes
    return (
        part(
            "wishes",
            line("gender", wishes.gender),
            line("age-band", wishes.age_band),
            line("languages", ", ".join(wishes.languages)),
            _private(search, query, reader),
        ),
        part("coordinator", line("stage", search.stage), _coordinator(search, reader)),
    )


def _private(search: Search, query: PersonData, reader: Reader) -> tuple[HeldLine, ...]:
    """Open what a family keeps to itself, for its only main person; of several, nobody knows whose wish it was."""
    if search.private_wishes is None:
        return ()
    if not is_for_themselves(query, reader):
        return line("private-wishes", FOR_THEMSELVES)
    if len(search.main_person_ids) > 1:
        return line("private-wishes", OTHERS_WORDS)
    opened = reader.open(search.private_wishes, PrivateWishes)
    if isinstance(opened, Erased):
        return line("private-wishes", ERASED)
    return (*line("religion", opened.religion), *line("background", opened.background))


def _coordinator(search: Search, reader: Reader) -> tuple[HeldLine, ...]:
    """Name who coordinates, whom everybody at the meeting knows; not who was only asked."""
    if search.coordinated_by is None:
        return ()
    reader.load(search.coordinated_by)
    found: Coordinator | None = reader.get(Coordinator, search.coordinated_by)
    return line("name", name(found.card.contact, reader, known=True)) if found is not None else ()
