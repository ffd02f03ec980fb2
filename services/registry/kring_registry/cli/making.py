"""Commands and questions made from what was typed; what is wrong with it is said before anything is sent."""

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from kring_shared.contracts.envelope import Named

    M = TypeVar("M", bound=Named)
else:
    M = TypeVar("M")


def made(kind: "type[M]", **fields: Any) -> "M":  # noqa: ANN401 - whatever belongs in it
    """Make a message.

    Raises:
        InvalidFields: something in it is not what it must be; the words never repeat what was typed.
    """
    from pydantic import ValidationError

    from kring_shared.kernel.errors import InvalidFields
    from kring_shared.runtime.cli.bodies import wrong_fields
    from kring_shared.runtime.lane.receipts import pointers

    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise InvalidFields(pointers(error), f"{wrong_fields(error)}; nothing was sent") from None
