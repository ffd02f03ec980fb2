"""Log lines that go to a file for a while: whoever looks for them afterwards finds them where they were before."""

import io

import pytest
import structlog
from structlog.testing import capture_logs

from kring_shared.runtime import logs


def test_what_is_set_up_for_a_while_is_over_when_it_is_over() -> None:
    stream = io.StringIO()
    with logs.written_to(stream, "error"):
        structlog.get_logger().warning("test.not.written")
        structlog.get_logger().error("test.written")
    with capture_logs() as found:
        structlog.get_logger().warning("test.seen.again")
    assert ("test.written" in stream.getvalue(), "test.not.written" in stream.getvalue()) == (True, False)
    assert [line["event"] for line in found] == ["test.seen.again"]


def test_also_when_it_ends_with_an_error() -> None:
    before = structlog.get_config()
    with pytest.raises(ValueError, match="stopped"), logs.written_to(io.StringIO(), "error"):
        raise ValueError("stopped")
    assert structlog.get_config() == before
