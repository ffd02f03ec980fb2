"""What a process does that puts parsers to the test for another one."""

import logging

import structlog

from tests.fuzz.fuzzer import Found, put_to_the_test
from tests.fuzz.parsers import PARSERS


def tested(name: str, inputs: int, seed: str) -> Found:
    """Put one parser to the test; whatever it would log is dropped."""
    structlog.configure(processors=[_silent])
    logging.disable()
    return put_to_the_test(next(one for one in PARSERS if one.name == name), inputs, seed)


def _silent(_logger: object, _name: str, _event: object) -> str:
    raise structlog.DropEvent
