"""Every line is JSON that names its delivery and its trace, and repeats nothing of what anybody else had to say."""

import asyncio
import gc
import io
import json
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from pydantic import BaseModel, ValidationError
from sqlalchemy import Column, MetaData, String, Table, create_engine
from sqlalchemy.exc import IntegrityError

from kring_shared.kernel.errors import NotYet, WrongSetup
from kring_shared.runtime import logs
from kring_shared.runtime.logs import About
from kring_shared.runtime.settings import key_bytes

NAME = "Rachel de Boer"
ID = "019aa0000000700080000000000000a1"


@contextmanager
def lines(level: str = "debug") -> Iterator[list[dict[str, Any]]]:
    """Give the lines that were written, once the block is over; every one of them has to be JSON."""
    stream, found = io.StringIO(), list[dict[str, Any]]()
    with logs.written_to(stream, level):
        yield found
    found += map(json.loads, stream.getvalue().splitlines())


@pytest.fixture(autouse=True)
def about_nothing() -> Iterator[None]:
    yield
    logs.about(None)


def a_row_refused() -> IntegrityError:
    """Give what a database says when it refuses a row: SQLAlchemy repeats the row."""
    people = Table("people", MetaData(), Column("name", String, primary_key=True))
    engine = create_engine("sqlite://")
    with engine.begin() as tx:
        people.create(tx)
        tx.execute(people.insert().values(name=NAME))
    with pytest.raises(IntegrityError) as refused, engine.begin() as tx:
        tx.execute(people.insert().values(name=NAME))
    engine.dispose()
    return refused.value


def a_value_refused() -> ValidationError:
    """Give what pydantic says of a wrong value: it repeats the value."""

    class Person(BaseModel):
        age: int

    with pytest.raises(ValidationError) as refused:
        Person.model_validate({"age": NAME})
    return refused.value


def raised(error: Exception) -> Exception:
    """Raise an error here, so that it has a place."""
    try:
        raise error
    except type(error) as found:
        return found


def test_a_line_about_a_delivery_names_it() -> None:
    with lines() as found:
        logs.about(About("intake", "intake.triage-request.v1", "utrecht", ID, ID))
        structlog.get_logger().warning("intake.delivery.parked", code="kring.not-yet")
        logs.about(None)
        structlog.get_logger().warning("bus.ended")
    first, second = found
    assert (
        first.items()
        >= {
            "service": "intake",
            "kind": "intake.triage-request.v1",
            "office": "utrecht",
            "message": ID,
            "case": ID,
            "code": "kring.not-yet",
            "level": "warning",
        }.items()
    )
    assert not second.keys() & {"service", "kind", "office", "message", "case"}


@pytest.mark.parametrize("field", ["kind", "office", "message", "case"])
def test_what_is_no_id_of_ours_is_not_shown(field: str) -> None:
    with lines() as found:
        logs.about(About("intake")._replace(**{field: NAME}))
        structlog.get_logger().warning("a.line")
    assert found[0][field] == "not-shown"


def test_a_line_names_the_trace_that_is_recorded_and_no_other() -> None:
    tracer = TracerProvider().get_tracer("test")
    with lines() as found:
        structlog.get_logger().warning("before")
        with tracer.start_as_current_span("a step") as span:
            structlog.get_logger().warning("within")
    assert "trace_id" not in found[0]
    assert found[1]["trace_id"] == trace.format_trace_id(span.get_span_context().trace_id)


@pytest.mark.parametrize(("error", "code"), [(a_row_refused, "SQLITE_CONSTRAINT_PRIMARYKEY"), (a_value_refused, None)])
def test_an_error_is_named_by_type_code_and_line_and_not_by_its_words(
    error: Callable[[], Exception], code: str | None
) -> None:
    given = raised(error())
    assert NAME in str(given)
    said = logs.fault_of(given)
    assert (said["fault"], said.get("code")) == (type(given).__name__, code)
    assert said["where"].rpartition(":")[2].isdigit()
    assert NAME not in str(said)


def test_an_error_of_ours_has_its_own_code_and_one_of_the_machine_the_machines() -> None:
    assert logs.fault_of(raised(NotYet("it came too early")))["code"] == "kring.not-yet"
    assert logs.fault_of(raised(OSError(28, f"no space for {NAME}")))["code"] == "ENOSPC"


def test_only_who_asks_for_it_reads_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_TRACEBACK", "1")
    with lines() as found:
        logging.getLogger("a.library").error("no letter for %s", NAME)
    assert found[0]["words"] == f"no letter for {NAME}"
    assert NAME in logs.fault_of(a_value_refused())["traceback"]


def _logs_an_error() -> None:
    logging.getLogger("a.library").error("no letter for %s", NAME, exc_info=a_value_refused())


def _warns() -> None:
    warnings.warn(f"strange: {NAME}", UserWarning, stacklevel=1)


def _ends_a_thread() -> None:
    def ends() -> None:
        raise ValueError(NAME)

    thread = threading.Thread(target=ends, name="lane-intake")
    thread.start()
    thread.join()


def _loses_a_task() -> None:
    async def fails() -> None:
        raise ValueError(NAME)

    async def forgets() -> None:
        task = asyncio.ensure_future(fails())
        await asyncio.wait((task,))
        del task
        gc.collect()

    asyncio.run(forgets())


def _fails_in_a_callback() -> None:
    async def waits() -> None:
        def fails() -> None:
            raise ValueError(NAME)

        asyncio.get_running_loop().call_soon(fails)
        await asyncio.sleep(0)

    asyncio.run(waits())


def _fails_where_nothing_can_be_raised() -> None:
    class Fails:
        def __del__(self) -> None:
            raise ValueError(NAME)

    Fails()


def _ends_the_program() -> None:
    error = raised(ValueError(NAME))
    sys.excepthook(type(error), error, error.__traceback__)


def _has_handlers_of_its_own() -> None:
    logging.getLogger("a.library").critical("nobody answers %s", NAME)


@pytest.mark.parametrize(
    "happens",
    [
        _logs_an_error,
        _warns,
        _ends_a_thread,
        _loses_a_task,
        _fails_in_a_callback,
        _fails_where_nothing_can_be_raised,
        _ends_the_program,
        _has_handlers_of_its_own,
    ],
)
@pytest.mark.filterwarnings("default")
def test_what_others_say_is_a_line_without_their_words(
    happens: Callable[[], None], capfd: pytest.CaptureFixture[str]
) -> None:
    library = logging.getLogger("a.library")
    library.handlers, library.propagate = [logging.StreamHandler()], False
    with lines() as found:
        happens()
    assert found
    assert all(line["event"] in {"library.spoke", "nobody.caught"} and line["where"] for line in found)
    said = capfd.readouterr()
    assert NAME not in str(found) + said.out + said.err


def test_a_fault_is_placed_at_the_innermost_line_of_ours() -> None:
    with pytest.raises(WrongSetup) as wrong:
        key_bytes(NAME, "KRING_OFFICE_KEYS")
    assert logs.fault_of(wrong.value)["where"].startswith("settings.py:")
    assert logs.fault_of(a_row_refused())["where"].startswith("default.py:")  # nothing of ours: the innermost of all
