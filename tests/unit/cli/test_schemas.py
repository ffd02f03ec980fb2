"""What is shown and published of a message is what its own class says."""

from kring_shared.contracts.matching import RegisterCoordinator
from kring_shared.runtime.published.schemas import fields_of


def test_a_field_is_described_by_its_name_on_the_wire() -> None:
    fields = {field.name: field for field in fields_of(RegisterCoordinator)}
    assert fields["scopes"].type == "list of family|restorative|community|learning"
    assert fields["scopes"].required
    assert not fields["birthYear"].required
    assert fields["screeningValidUntil"].type == "date"
