"""The aggregates of a batch: what its messages changed and removed so far, and what a second look may add."""

from dataclasses import dataclass

from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.storage.shelves import View


@dataclass(frozen=True)
class Chair(Aggregate):
    number: str
    version: int = 0
    room: str = "hall"

    @property
    def id(self) -> str:
        return self.number

    def keys(self) -> tuple[str, ...]:
        return (self.number, self.room)


PLACE = (Chair, "1")


def a_view(*chairs: Chair) -> View:
    view = View()
    for chair in chairs:
        view.add(Chair, chair)
    return view


def test_what_was_removed_is_found_no_more_and_its_row_is_to_go() -> None:
    view = a_view(Chair("1", version=3), Chair("2", version=1))
    view.absorb({}, {PLACE: Chair("1", version=3)})
    assert view.about(["hall", "1"]) == [Chair("2", version=1)]
    assert (view.gone, view.changed) == ({PLACE: 3}, {})


def test_what_was_changed_and_then_removed_is_not_written() -> None:
    view = a_view(Chair("1", version=3))
    view.absorb({PLACE: Chair("1", version=3, room="attic")}, {})
    view.absorb({}, {PLACE: Chair("1", version=3, room="attic")})
    assert (view.gone, view.changed) == ({PLACE: 3}, {})


def test_what_was_new_and_then_removed_has_no_row_to_go() -> None:
    view = a_view()
    view.absorb({PLACE: Chair("1")}, {})
    view.absorb({}, {PLACE: Chair("1")})
    assert view == View(groups=view.groups)


def test_what_comes_back_is_written_after_the_old_row_went_however_often() -> None:
    view = a_view(Chair("1", version=3))
    for _ in range(2):
        view.absorb({}, {PLACE: view.loaded[PLACE]})
        view.absorb({PLACE: Chair("1")}, {})
        assert (view.gone, view.changed) == ({PLACE: 3}, {PLACE: Chair("1")})
    view.absorb({PLACE: Chair("1", version=9)}, {})  # whatever it says of itself, the row is the one that was read
    view.absorb({PLACE: Chair("1", room="attic")}, {PLACE: Chair("1")})  # both by one message
    assert (view.gone, view.changed) == ({PLACE: 3}, {PLACE: Chair("1", room="attic")})
    assert view.about(["attic"]) == [Chair("1", room="attic")]


def test_a_second_look_adds_what_nobody_knows_and_undoes_nothing() -> None:
    view = a_view(Chair("1", version=3), Chair("2", version=1))
    view.absorb({(Chair, "2"): Chair("2", version=1, room="attic")}, {PLACE: Chair("1", version=3)})
    for stored in (Chair("1", version=3), Chair("2", version=1), Chair("3", version=5)):
        view.add_stored(Chair, stored)
    assert {(chair.id, chair.version) for chair in view.about(["hall", "attic", "1"])} == {("2", 1), ("3", 5)}
    assert view.loaded[Chair, "2"] == Chair("2", version=1, room="attic")
