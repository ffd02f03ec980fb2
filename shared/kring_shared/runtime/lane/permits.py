"""Whether an actor may: the rights table, held against who asks, which office, and who takes part in the case."""

from collections.abc import Collection

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.rights import RIGHTS, Basis, Right, ground_of
from kring_shared.kernel.errors import InvalidFields, NotPermitted
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import must_belong


def check_role(actor: Actor, model: type[Named], office: str) -> Right:
    """Give how far the actor's role reaches with this message.

    Raises:
        NotPermitted: the role may not at all, or another office was asked.
    """
    right = RIGHTS.get(model, {}).get(actor.role)
    if right is None:
        raise NotPermitted(f"a {actor.role} may not ask for {model.name}").because("not-of-your-role")
    if actor.office != office:
        raise NotPermitted(f"an actor of office {actor.office} cannot ask office {office}").because("another-office")
    return right


def reach(actor: Actor, question: Named, right: Right) -> Right:
    """Give how far an actor reaches with one question: over the whole office when it cannot wait, else as the role."""
    return Right.OFFICE if ground_of(actor, question) is Basis.EMERGENCY else right


def check_part(actor: Actor, right: Right, about: Collection[Aggregate]) -> None:
    """Hold the actor against the aggregates the message touches.

    Raises:
        NotFound: something it touches is another office's: nobody learns that it exists.
        NotPermitted: the role reaches own cases only, and the actor takes no part here.
    """
    must_belong(about, actor.office)
    if right is Right.OWN:
        part = (actor.role.value, actor.id)
        if not any(part in aggregate.parties() for aggregate in about):
            raise NotPermitted(f"this {actor.role} takes no part in this case").because("not-your-case")


def check_about(actor: Actor, right: Right, message: Named, about: Collection[Aggregate]) -> None:
    """Hold whoever asks against what a message is about; one about oneself names nobody, and is answered so.

    Raises:
        NotFound: something it is about is another office's.
        NotPermitted: the role reaches own cases only, and the actor takes no part here.
    """
    check_part(actor, Right.OFFICE if message.of_oneself else right, about)


def plain(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    """Give the keys; a character that no id has, such as NUL, would make PostgreSQL refuse every look at them."""
    if not all(map(str.isprintable, (key, *keys))):
        raise InvalidFields((), "an id in it holds a character that no id has").because("no-such-id")
    return keys
