"""One request, opened for those who may see it: its people, what was said, what was proposed, what compels."""

from collections.abc import Callable
from typing import Final

from kring_intake.domain import KnownAs, MainPerson, Request, Voice
from kring_intake.domain.consent import still_to_ask, unsettled_of
from kring_intake.process import Held
from kring_shared.contracts.field import Dossier, Mandate, PersonCard
from kring_shared.contracts.intake import (
    CaseLine,
    ConsentLine,
    HolderLine,
    MandateLine,
    PersonLine,
    QuestionRemark,
    RequestShown,
    ShowRequest,
)
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import ERASED, name_of, opened
from kring_shared.runtime.declared.routes import Reader

OF_THE_DOSSIER: Final = RequestShown.model_fields.keys() & Dossier.model_fields.keys()
IN_A_LINE: Final = CaseLine.model_fields.keys() & Dossier.model_fields.keys()
"""What is shown as the dossier has it, under the same name."""
Remarks = Callable[[str], tuple[QuestionRemark, ...]]
"""Gives what the checks that are plugged in remark about a question."""


class RequestShower:
    """Shows one request, with advice about the question it came with."""

    def __init__(self, remarks: Remarks) -> None:
        """Use these checks of a question's wording."""
        self._remarks = remarks

    def show_request(self, query: ShowRequest, reader: Reader) -> RequestShown:
        """Show one request with its names, question and conditions."""
        request: Request | None = reader.get(Request, query.case_id)
        if request is None:
            raise NotFound("no request is known under that id in this office")
        question = opened(request.question, reader)
        mandates = tuple(_mandate(mandate, reader) for mandate in request.all_mandates)
        return RequestShown(
            case=line_of(request),
            **{name: getattr(request.dossier, name) for name in OF_THE_DOSSIER},
            requester=person_line(request.requester, reader),
            main_persons=tuple(_main_person(person, reader) for person in request.main_persons),
            question=question,
            question_remarks=self._remarks(question) if question not in {"", ERASED} else (),
            conditions=tuple(condition for mandate in mandates for condition in mandate.conditions),
            mandates=mandates,
            consents=_consents(request),
            unsettled=unsettled_of(request),
            still_to_ask=tuple(sorted(still_to_ask(request))),
            funding=_funding(request),
            previous_case_id=request.previous_case_id,
            merged_into=request.merged_into,
            references=tuple(known.reference for known in _references(request)),
        )


def line_of(request: Request) -> CaseLine:
    """Give the line of one request."""
    return CaseLine(
        case_id=request.case_id,
        office=request.office,
        stage=request.stage,
        held="" if request.held is Held.FREE else request.held,
        **{name: getattr(request.dossier, name) for name in IN_A_LINE},
        received_at=request.received_at,
        possible=request.possible,
    )


def _main_person(person: MainPerson, reader: Reader) -> PersonLine:
    return person_line(person.card, reader).model_copy(
        update={
            "age_band": person.age_band,
            "holders": tuple(
                HolderLine(person_id=holder.person_id, name=name_of(holder.contact, reader))
                for holder in person.holders
            ),
            "all_holders_known": person.all_holders_known,
            "voice": _voice(person.voice),
            "left_out": not person.takes_part,
        }
    )


def person_line(card: PersonCard, reader: Reader) -> PersonLine:
    """Give the line of one person, their name opened."""
    return PersonLine(person_id=card.person_id, name=name_of(card.contact, reader), languages=card.languages)


def _voice(voice: Voice | None) -> str:
    if voice is None:
        return ""
    return "asked" if voice.because is None else voice.because.value


def _mandate(mandate: Mandate, reader: Reader) -> MandateLine:
    return MandateLine(
        kind=mandate.kind,
        for_persons=mandate.for_persons,
        conditions=tuple(opened(condition, reader) for condition in mandate.conditions),
        acceptor=name_of(mandate.acceptor.contact, reader) if mandate.acceptor else "",
        legal_deadline=mandate.legal_deadline,
    )


def _consents(request: Request) -> tuple[ConsentLine, ...]:
    return tuple(
        ConsentLine(
            purpose=said.purpose,
            giver_id=said.giver_id,
            giver=said.giver,
            method=said.method,
            said_at=said.said_at,
            answer=said.answer.value,
        )
        for said in request.said
    )


def _funding(request: Request) -> str:
    if request.funding is None:
        return ""
    return {None: "asked", True: "granted", False: "refused"}[request.funding.granted]


def _references(request: Request) -> tuple[KnownAs, ...]:
    return (*request.references, *(known for merged in request.merged_in for known in merged.references))
