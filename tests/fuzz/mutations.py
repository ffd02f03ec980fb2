"""Makes inputs out of right ones, as chance and bad will would: cut, turned round, repeated, made sharp."""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

MOST_BYTES: Final = 200_000
"""Of one input; beyond that every room has a limit of its own, which its tests look at."""
NUMBER: Final = re.compile(rb"\d+")
FIELD: Final = re.compile(rb'"[^"\\]{0,60}"\s*:\s*("[^"\\]*"|-?\d+|true|false|null)')
STRETCH: Final = 64
MOST_LINES: Final = 2000
WHOLE: Final = (0, -1, 1, 255, 256, 2**31, 2**32, -(2**63), 2**63 - 1, 2**63, 2**64, 10**30, 10**400, "9" * 5000)
EDGES: Final = (
    *(str(number).encode() for number in WHOLE),
    b"-0", b"1e5", b"1e999", b"0x1f", b"1_0", b"00", b"+1", "٣".encode(), "²".encode(), "४".encode(),
)  # fmt: skip
SHARP: Final = (
    b"\x00", b"\r", b"\n", b"\r\n", b"\n\n", b"\r\n\r\n", b"\t", b" ", b"\x0b", b"\x1b[2J", b"\x7f", b"\x85",
    b'"', b"'", b"`", b";", b",", b":", b"=", b"-", b"--", b"{", b"}", b"[", b"]", b"(", b")", b"<", b">", b"\\",
    b"/", b"//", b"../", b"..\\", b"?", b"#", b"&", b"%", b"%00", b"%zz", b"%d", b"{0}", b"$", b"*", b"|", b"~", b".",
    b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\\ud800", b"\\udfff\\ud800", b"\\u0000", b"\\x00", b"\\N{BULLET}", "\u202e".encode(), "\u200f".encode(),
    "\u2028".encode(), "\u0130".encode(), "\ufb01".encode(), "\U0001f600".encode(), "\ufdfa".encode(), "℀".encode(),
    b"NaN", b"Infinity", b"-Infinity", b"null", b"true", b"[]", b"{}", b'""', b"__proto__", b"None", b"=1+1", b"@x",
    b"0001-01-01", b"9999-12-31", b"2026-02-30", b"2026-W53-7", b"20261120", b"9999-12-31T23:59:59.999999-23:59",
    b"0001-01-01T00:00:00+23:59", b"2026-11-20T24:00:00Z", b"2026-11-20T09:12:60Z", b"+10000-01-01", b"12:60",
    b"=?utf-8?b?", b"=?utf-8?q?=?=", b"=?x-none?q?a?=", b"&#0;", b"&#xD800;", b"<!--", b"]]>", b"<!DOCTYPE x>",
    b"http://[", b"https://a@b:99999/", b"xn--", b"[::1]", b"charset=undefined", b"charset=utf-7", b"charset=idna",
    b"multipart/mixed; boundary=", b"message/rfc822", b"hpke:", b"bytes=0-,-1", b"00-", b"Basic ", b"whsec_", b"sep=",
)  # fmt: skip
"""What breaks readers: ends of lines, quotation, marks of encodings, edges of time, words that mean something."""
DEEP: Final = (b"[", b"{", b'{"a":', b"(", b"<a>", b"[[", b"a.", b"\n>", b"a=[", b"%25", b"((")
LONG: Final = (
    b"a",
    b"9",
    b" ",
    b"\n",
    b"0",
    b"\xff",
    b"%",
    b"=",
    b'"',
    b"\\",
    b"-",
    "é".encode(),
    b"a ",
    b"a,",
    b"a\n",
)
Change = Callable[[bytes, Random, Sequence[bytes]], bytes]


def mutated(examples: Sequence[bytes], chance: Random) -> bytes:
    """Make one input: an example with one to five things done to it; one in sixty is nothing but noise."""
    if chance.random() < 1 / 60:
        return chance.randbytes(chance.choice((0, 1, 2, 7, 40, 300)))
    made = chance.choice(examples)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        made = chance.choices(CHANGES, WEIGHTS)[0](made, chance, examples)
    return made[:MOST_BYTES]


def _stretch(content: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(content))
    return start, min(len(content), start + chance.randint(0, STRETCH))


def _flipped(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    if not content:
        return content
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def _cut(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    start, end = _stretch(content, chance)
    return content[:start] if chance.random() < 1 / 4 else content[:start] + content[end:]


def _repeated(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    start, end = _stretch(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 1, 2, 20)) + content[end:]


def _spliced(content: bytes, chance: Random, examples: Sequence[bytes]) -> bytes:
    other = chance.choice(examples)
    return content[: chance.randint(0, len(content))] + other[chance.randint(0, len(other)) :]


def _sharpened(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    start, end = _stretch(content, chance)
    return content[:start] + chance.choice(SHARP) + content[end if chance.random() < 1 / 2 else start :]


def _at_the_edge(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    numbers = list(NUMBER.finditer(content[: STRETCH * 100]))
    if not numbers:
        return content + chance.choice(EDGES)
    found = chance.choice(numbers)
    return content[: found.start()] + chance.choice(EDGES) + content[found.end() :]


def _replaced(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    """Put something of another kind in the place of a value, or say a field twice."""
    fields = list(FIELD.finditer(content[: STRETCH * 100]))
    if not fields:
        return _sharpened(content, chance, _examples)
    found = chance.choice(fields)
    if chance.random() < 1 / 3:
        return content[: found.end()] + b"," + found[0] + content[found.end() :]
    value = chance.choice(
        (*EDGES, b"NaN", b"null", b"true", b"[]", b"{}", b'""', b'"\\ud800"', b'[{"a":1}]', b'"\\u0000"')
    )
    return content[: found.start(1)] + value + content[found.end(1) :]


def _deepened(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(content))
    piece, times = chance.choice(DEEP), chance.choice((20, 300, 3000, 20_000))
    return content[:at] + piece * (min(times, MOST_LINES) if b"\n" in piece else times) + content[at:]


def _lengthened(content: bytes, chance: Random, _examples: Sequence[bytes]) -> bytes:
    at, piece = chance.randint(0, len(content)), chance.choice(LONG)
    times = chance.choice((70, 300, 2000, 5000, 50_000))
    # A line may be a whole element, and as many elements may well take a while.
    return content[:at] + piece * (min(times, MOST_LINES) if b"\n" in piece else times) + content[at:]


CHANGES: Final[tuple[Change, ...]] = (
    _flipped, _cut, _repeated, _spliced, _sharpened, _at_the_edge, _replaced, _deepened, _lengthened
)  # fmt: skip
WEIGHTS: Final = (20, 15, 8, 10, 30, 14, 14, 1, 2)
