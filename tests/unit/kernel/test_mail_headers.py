"""The name of an attached file may be as long as that of any file, in each way in which mail programs write it."""

import time
from email.header import Header
from typing import Final
from urllib.parse import quote

import pytest

from kring_intake.plugins.e_mail.message import LONG_HEADER, CannotBeRead
from kring_intake.plugins.e_mail.message import take_apart as take_referral_apart
from kring_shared.kernel.delivery_reports import read_delivery_report
from tests.unit.kernel.letters import LETTER, a_letter, attach, read, taken

LONGEST: Final = 251
"""Letters of a name before its end; file systems allow 255."""


def _pieces(name: str) -> str:
    escaped = f"utf-8''{quote(name)}"
    pieces = (escaped[start : start + 60] for start in range(0, len(escaped), 60))  # RFC 2231 cuts mid-letter too
    return ";\n".join(f" filename*{number}*={one}" for number, one in enumerate(pieces))


def _written(name: str) -> dict[str, str]:
    """Write a name as mail programs do."""
    return {
        "pieces": _pieces(name),
        "whole": f"filename*=utf-8''{quote(name)}",
        "words": f'filename="{Header(name, "utf-8", maxlinelen=70).encode()}"',
        "letters": f'filename="=?utf-8?Q?{"".join(f"={byte:02X}" for byte in name.encode())}?="',
        "both": f"filename=\"{Header(name, 'utf-8').encode()}\";\n filename*=utf-8''{quote(name)}",
        "unknown": f'filename="=?x-none?Q?{"a" * 2000}?=.txt"',
    }


@pytest.mark.parametrize("way", _written(""))
@pytest.mark.parametrize("letter", ["a", "س", "履"])
def test_a_letter_with_a_file_of_a_long_name_is_taken_and_the_end_of_the_name_is_known(way: str, letter: str) -> None:
    mail = attach(a_letter(), "zqx", b"Taalcaf\xc3\xa9").as_bytes()
    named = _written(letter * LONGEST + ".txt")[way]
    assert len(named) > 250
    command = taken(mail.replace(b'filename="zqx"', named.encode()))
    assert (command.motivation, command.cv) == (LETTER, "Taalcafé")


def test_the_longest_name_as_python_itself_writes_it_leaves_a_letter_and_a_referral_readable() -> None:
    mail = attach(a_letter(), "履" * LONGEST + ".csv", b"reference\n1\n").as_bytes()
    assert not read(mail).problems
    assert take_referral_apart(mail).files == ((".csv", b"reference\n1\n"),)


@pytest.mark.parametrize("start", [b"", b"\n", b"\r", b"X: y\r", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("fold", [b"", b"\r ", b"\n ", b"\r\n "])
def test_a_header_without_end_is_found_however_its_lines_end(start: bytes, fold: bytes) -> None:
    began = time.perf_counter()
    header = start.strip(b"\n") + b'Content-Type: multipart/report; "' + (b";" * 1000 + fold) * 700
    with pytest.raises(CannotBeRead, match=LONG_HEADER.en):
        take_referral_apart(header + b"\n\na")
    assert read_delivery_report(header + b"\n\na") is None
    assert time.perf_counter() - began < 30


def test_as_many_long_headers_as_would_take_seconds_are_refused_and_a_handful_is_read() -> None:
    named = b'--zqx\nContent-Disposition: attachment; filename="' + b"a" * 1600 + b'.csv"\n\nreference\n'
    start, end = b'Content-Type: multipart/mixed; boundary="zqx"\n\n', b"--zqx--\n"
    assert len(take_referral_apart(start + named * 5 + end).files) == 5
    with pytest.raises(CannotBeRead, match=LONG_HEADER.en):
        take_referral_apart(start + named * 20 + end)
