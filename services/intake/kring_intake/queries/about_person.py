"""What intake holds of one person in one request: as a main person, as who decides for one, or as who asked."""

from kring_intake.domain import MainPerson, Request
from kring_intake.domain.people import PersonDetails
from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonData
from kring_shared.contracts.field import Mandate, PersonCard
from kring_shared.contracts.sealed import Erased
from kring_shared.runtime.declared.about_person import ERASED, contact, line, lines, name, part, text
from kring_shared.runtime.declared.routes import Reader


def about_person(query: PersonData, reader: Reader) -> tuple[HeldPart, ...]:
    """Read what is known of somebody; whoever plays several parts in a request is known in each of them."""
    request: Request | None = reader.get(Request, query.case_id)
    if request is None:
        return ()
    who = query.person_id
    main = [person for person in request.main_persons if person.id == who]
    wards = [person for person in request.main_persons if who in {card.person_id for card in _holders(person)}]
    parts = [_main_person(person, reader) for person in main]
    if wards:
        parts.append(_holder(wards, who, reader))
    if request.requester.person_id == who:
        card = contact(request.requester.contact, reader)
        parts.append(part("requester", line("requester-kind", request.requester_kind), card))
    parts += [_acceptor(m, reader) for m in request.all_mandates if m.acceptor and m.acceptor.person_id == who]
    if main or wards or request.requester.person_id == who:
        parts.append(_request(request, reader))
    parts += [_mandate(mandate, reader) for mandate in request.all_mandates if _binds(mandate, main, wards)]
    return (*parts, _said(request, who))


def _main_person(person: MainPerson, reader: Reader) -> HeldPart:
    holders = lines("holder", (name(card.contact, reader, known=True) for card in person.holders))
    return part("main-person", _card(person.card, reader), _details(person, reader), holders, _as_a_child(person))


def _card(card: PersonCard, reader: Reader) -> tuple[HeldLine, ...]:
    return (*contact(card.contact, reader), *line("languages", ", ".join(card.languages)), *line("minor", card.minor))


def _details(person: MainPerson, reader: Reader) -> tuple[HeldLine, ...]:
    if person.details is None:
        return ()
    details = reader.open(person.details, PersonDetails)
    if isinstance(details, Erased):
        return line("details", ERASED)
    return (
        *line("birth-year", details.birth_year),
        *line("postal-code", details.postal_code),
        *line("municipality", details.municipality),
        *line("side", details.side),
    )


def _as_a_child(person: MainPerson) -> tuple[HeldLine, ...]:
    voice = person.voice
    return (
        *line("age-band", person.age_band),
        *line("can-judge-it", person.discerning),
        *line("was-asked-themselves", voice.asked if voice else None),
        *line("not-asked-because", voice.because if voice else None),
        *line("takes-part", person.takes_part),
    )


def _holders(person: MainPerson) -> tuple[PersonCard, ...]:
    return (*person.holders, *person.late_holders)


def _holder(wards: list[MainPerson], who: str, reader: Reader) -> HeldPart:
    card = next(card for person in wards for card in _holders(person) if card.person_id == who)
    children = lines("decides-for", (name(person.card.contact, reader, known=True) for person in wards))
    return part("holder", _card(card, reader), children)


def _acceptor(mandate: Mandate, reader: Reader) -> HeldPart:
    assert mandate.acceptor is not None  # noqa: S101 - asked by who is called
    return part("acceptor", contact(mandate.acceptor.contact, reader), line("mandate", mandate.kind))


def _request(request: Request, reader: Reader) -> HeldPart:
    dossier = request.dossier
    return part(
        "request",
        line("received-on", request.received_at),
        line("came-by", request.channel),
        line("asked-by", request.requester_kind),
        line("stage", request.stage),
        line("conference-type", dossier.conference_type),
        line("context", dossier.context),
        line("urgency", dossier.urgency),
        line("question", text(request.question, reader)),
        line("neutral-sender", request.neutral_sender or None),
    )


def _binds(mandate: Mandate, main: list[MainPerson], wards: list[MainPerson]) -> bool:
    theirs = {person.id for person in (*main, *wards)}
    return bool(theirs) and (not mandate.for_persons or bool(theirs & set(mandate.for_persons)))


def _mandate(mandate: Mandate, reader: Reader) -> HeldPart:
    accepts = name(mandate.acceptor.contact, reader, known=True) if mandate.acceptor else None
    return part(
        "mandate",
        line("mandate", mandate.kind),
        lines("condition", (text(condition, reader) for condition in mandate.conditions)),
        line("accepts-the-plan", accepts),
        line("legal-deadline", mandate.legal_deadline),
    )


def _said(request: Request, who: str) -> HeldPart:
    mine = sorted((s for s in request.said if s.giver_id == who), key=lambda s: (s.said_at, s.purpose))
    values = (f"{said.purpose}: {said.answer}, {said.method}, {said.said_at.date()}" for said in mine)
    return part("consent", lines("said", values))
