"""What is answered to a command: a receipt as JSON; never a word of what was in the command."""

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named, Receipt
from kring_shared.kernel.errors import InvalidFields, KringError, NotAllowedNow, NotReady, Refused
from kring_shared.kernel.work import Work


def done(message: Named, work: Work) -> str:
    """Tell that it was done, and which facts followed; not to whoever refers: one of them would say who is known."""
    outsider = work.actor is not None and work.actor.role is Role.REQUESTER
    told = () if outsider else tuple(t.fact.kind() for t in work.told)
    receipt = Receipt(status="done", case_id=message.key(), asked=message.name, told=told, answer=work.answer)
    return receipt.model_dump_json(by_alias=True)


def refused(message: Named, error: Exception) -> str:
    """Tell why it was not done; a fault of ours is told without its words."""
    receipt = Receipt(status="refused", case_id=message.key(), asked=message.name)
    if isinstance(error, NotAllowedNow):
        receipt = receipt.model_copy(update={"stage": error.stage, "possible": error.possible})
    if isinstance(error, InvalidFields):
        receipt = receipt.model_copy(update={"fields": error.fields})
    if isinstance(error, NotReady):
        receipt = receipt.model_copy(update={"missing": error.missing})
    return _with_reason(receipt, error)


def not_answered(asked: str, error: Exception) -> str:
    """Tell why a question was not answered."""
    return _with_reason(Receipt(status="refused", asked=asked), error)


def unknown(kind: str) -> str:
    """Tell that no service here knows the command."""
    receipt = Receipt(
        status="refused",
        code="kring.unknown-message",
        asked=kind,
        message="no command of that name is known here; `kring do --list` names them all",
    )
    return receipt.model_dump_json(by_alias=True)


def invalid(model: type[Named], error: ValidationError) -> str:
    """Tell which fields are missing or wrong, as JSON pointers."""
    fields = pointers(error)
    message = f"these fields are missing or wrong: {', '.join(fields)}; nothing was changed"
    receipt = Receipt(status="refused", code="kring.invalid-fields", asked=model.name, fields=fields, message=message)
    return receipt.model_dump_json(by_alias=True)


def pointers(error: ValidationError) -> tuple[str, ...]:
    """Give the JSON pointers of what a validation found wrong; `/` for the whole."""
    found = dict.fromkeys("/" + "/".join(_camel(part) for part in e["loc"]) for e in error.errors(include_input=False))
    return tuple(found)


def _camel(part: str | int) -> str:
    return str(part) if isinstance(part, int) or not part.islower() else to_camel(part)


def _with_reason(receipt: Receipt, error: Exception) -> str:
    update: dict[str, object]
    if isinstance(error, Refused):
        update = {"code": error.code, "message": str(error), "why": error.why, "details": dict(error.details)}
    elif isinstance(error, KringError):
        update = {"code": error.code, "message": f"{error}; nothing was changed, try again in a moment"}
    else:
        update = {"code": "kring.fault", "message": "this is our fault: nothing was changed, and it is in the log"}
    return receipt.model_copy(update=update).model_dump_json(by_alias=True)
