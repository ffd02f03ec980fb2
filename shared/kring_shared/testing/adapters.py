"""What every adapter has to keep to: a class of tests that the author of an adapter inherits, and fills in.

```python
class TestMine(AdapterContract):
    adapter = Mine()
    samples = (Sample(b"...", references=("A-1", "")),)
    same_elsewhere = ((b"...", b"..."),)
    personal = ("Filip",)
```
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring_shared.kernel.adapters import FileItem, ReferralAdapter
from kring_shared.kernel.referrals import QuarantinedReferral, Read, ValidReferral, read_referral

SOURCE: Final = "urn:kring:office:utrecht"
TODAY: Final = date(2026, 11, 22)
MOST_GROWTH: Final = 50
"""An item may be larger than what it was read from, by the names of fields; but not without end."""
LARGE_BYTES: Final = 400_000
EXAMPLES: Final = 150


@dataclass(frozen=True)
class Sample:
    """One file, how many items it gives, and the reference of each; empty for one that is no referral."""

    content: bytes
    references: tuple[str, ...]

    @property
    def items(self) -> int:
        """Give how many there are."""
        return len(self.references)


class AdapterContract:
    """Inherit, set the four values, and let pytest run it. Not collected by itself, for its name begins otherwise."""

    adapter: ReferralAdapter
    samples: tuple[Sample, ...]
    """Files that the adapter reads; at least one holds a referral that can be taken on."""
    same_elsewhere: tuple[tuple[bytes, bytes], ...]
    """Pairs of files: every element of the first stands in the second as well, in another place or another company."""
    personal: tuple[str, ...]
    """What stands in the samples about people: names, telephone numbers. No refusal may repeat it."""

    def test_it_says_its_name_and_which_files_it_reads(self) -> None:
        """Look at the card of the adapter."""
        adapter = self.adapter
        assert isinstance(adapter, ReferralAdapter), "it needs name, suffixes, channel and read(content, *, source)"
        assert re.fullmatch(r"[a-z][a-z0-9-]{1,30}", adapter.name), "name: small letters, digits and dashes"
        assert re.fullmatch(r"[a-z][a-z-]{1,30}", adapter.channel), "channel: small letters and dashes"
        assert isinstance(adapter.suffixes, tuple), "suffixes: a tuple, like ('.csv',)"
        wrong = [end for end in adapter.suffixes if not re.fullmatch(r"(\.[a-z0-9]+)+", end)]
        assert wrong == [], f"suffixes: small letters with the dot, not {wrong}"

    def test_every_element_of_a_sample_is_exactly_one_item(self) -> None:
        """Count the items of each sample."""
        for number, sample in enumerate(self.samples):
            found = len(self._read(sample.content))
            assert found == sample.items, f"sample {number} holds {sample.items} elements and gave {found} items"

    def test_a_good_element_becomes_the_referral_that_was_meant(self) -> None:
        """Compare the references of what can be taken on, in order."""
        assert any(reference for sample in self.samples for reference in sample.references), "no sample is good"
        for number, sample in enumerate(self.samples):
            found = tuple(_reference(_outcome(item)) for item in self._read(sample.content))
            assert found == sample.references, f"sample {number} gave the references {found}"

    def test_the_same_file_gives_the_same_items(self) -> None:
        """Read each sample again, after others."""
        first = [self._read(sample.content) for sample in self.samples]
        again = [self._read(sample.content) for sample in reversed(self.samples)]
        assert first == again[::-1], "reading a file again gave something else: it remembers, or looks at a clock"

    def test_the_same_element_is_the_same_event_wherever_it_stands(self) -> None:
        """Look for the ids of a file among those of one that holds the same and more."""
        assert self.same_elsewhere, "same_elsewhere needs at least one pair"
        for number, (alone, elsewhere) in enumerate(self.same_elsewhere):
            ids, others = ({*_event_keys(self._read(content))} for content in (alone, elsewhere))
            assert ids, f"pair {number}: the first file holds no event"
            assert ids <= others, f"pair {number}: an element got another id where it stood elsewhere"

    def test_elements_that_differ_are_different_events(self) -> None:
        """Compare the ids of referrals with different references: one id for all would lose all but the first."""
        for number, sample in enumerate(self.samples):
            reads = [read for item in self._read(sample.content) if isinstance(read := _outcome(item), ValidReferral)]
            references = {read.referral.reference for read in reads}
            events = {read.event_key for read in reads}
            assert len(events) >= len(references), f"sample {number}: different referrals have one event id"

    def test_whatever_comes_it_does_not_raise(self) -> None:
        """Read nonsense, and samples with something taken out, put in or turned round."""

        def check(content: bytes) -> None:
            for item in self._read(content):
                _outcome(item)

        self._for_any(check)

    def test_items_are_well_formed_and_in_order(self) -> None:
        """Look at each item of whatever comes."""

        def check(content: bytes) -> None:
            lines = [item.line for item in self._read(content)]
            assert lines == sorted(lines), "items are not in the order in which they stand"
            assert all(line >= 1 for line in lines), "lines are counted from 1"

        self._for_any(check)

    def test_a_refusal_repeats_nothing_personal(self) -> None:
        """Look into the receipt of each refusal for what stands in the samples about people."""
        assert self.personal, "personal needs what stands in the samples about people"

        def check(content: bytes) -> None:
            for item in self._read(content):
                if item.refused is not None:
                    told = item.refused.receipt().model_dump_json()
                    leaked = [word for word in self.personal if word in told]
                    assert not leaked, f"a refusal repeats {leaked}"

        self._for_any(check)

    def test_a_file_without_end_does_not_make_it_grow(self) -> None:
        """Read large files: nonsense, and a sample many times over."""
        for piece in (b"x", b"\n", b'"', b";", b"<a ", b"{", *(sample.content or b" " for sample in self.samples)):
            content = piece * (LARGE_BYTES // len(piece))
            size = sum(len(item.event) for item in self._read(content))
            assert size <= MOST_GROWTH * len(content), "it gives far more than it was given"

    def test_what_stands_in_front_spoils_nothing(self) -> None:
        """A byte order mark, as some programs write it, changes nothing in the outcome."""
        for sample in self.samples:
            plain, marked = (self._read(mark + sample.content) for mark in (b"", b"\xef\xbb\xbf"))
            assert [_reference(_outcome(item)) for item in plain] == [_reference(_outcome(item)) for item in marked]

    def _read(self, content: bytes) -> list[FileItem]:
        """Read a file to its end, and look at each item."""
        try:
            items = list(self.adapter.read(content, source=SOURCE))
        except Exception as error:  # noqa: BLE001 - that is what is tested
            pytest.fail(f"it raised {type(error).__name__}: {error}; an adapter refuses, and never raises")
        for item in items:
            assert isinstance(item, FileItem), f"it gave a {type(item).__name__}, and no FileItem"
            assert bool(item.event) is (item.refused is None), "an item is an event or a refusal, one of the two"
        return items

    def _for_any(self, check: Callable[[bytes], None]) -> None:
        """Run a check over the samples, changed samples and arbitrary bytes."""
        for sample in self.samples:
            check(sample.content)
        around = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        around(given(st.binary(max_size=300) | _changed(self.samples))(check))()


@st.composite
def _changed(draw: st.DrawFn, samples: tuple[Sample, ...]) -> bytes:
    """Take a sample, and take out, put in, double or overwrite a few stretches of it."""
    content = draw(st.sampled_from([sample.content for sample in samples]))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        other = draw(st.binary(max_size=8) | st.sampled_from(_SHARP) | st.just(content[start:end] * 2))
        content = content[:start] + other + content[end:]
    return content


_SHARP: Final = (
    b"\x00", b"\r", b"\n\n", b'"', b"'", b";", b",", b":", b"=", b"--", b"{", b"}", b"[", b"]", b"<", b">", b"\\",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", "\u2028".encode(), b"%00", b"=?utf-8?b?", b"&#0;", b"9" * 5000, b"[" * 3000,
)  # fmt: skip
"""What breaks readers: ends of lines, quotation, marks of encodings, numbers and depths without end."""


def _outcome(item: FileItem) -> Read:
    return item.refused or read_referral({}, item.event, today=TODAY)


def _reference(read: Read) -> str:
    return read.referral.reference if isinstance(read, ValidReferral) else ""


def _event_keys(items: list[FileItem]) -> Iterator[tuple[str, str]]:
    """Give the keys of the events that are kept, each with its reference."""
    for item in items:
        read = _outcome(item)
        if isinstance(read, QuarantinedReferral):
            yield read.reference, read.event_key
        elif isinstance(read, ValidReferral):
            yield read.referral.reference, read.event_key
