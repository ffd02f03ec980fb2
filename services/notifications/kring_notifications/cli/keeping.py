"""Approving words: they move into the office's own folder as they stand, so that no upgrade changes what was read."""

import fcntl
import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from kring_notifications.wording.approvals import APPROVED, Approval, read_approvals
from kring_notifications.wording.book import Wording, read_texts
from kring_notifications.wording.templates import ENDING, WORDS, Place, exact, version_of
from kring_shared.kernel.errors import NotFound, WrongSetup
from kring_shared.runtime.start_errors import FolderNotWritable

VERSIONS: Final = "versions"
"""Every set of words that was ever approved, a file each; an answer to what somebody read in March."""
A_VERSION: Final = re.compile(r"[0-9a-f]{8}")


def approve(folder: Path, places: Iterable[Place], by: str, on: date) -> tuple[Approval, ...]:
    """Keep that a speaker read the words of these places, as they stand now; gives what was not approved before.

    Words that come with Kring are copied into the folder, and every version is kept for good. Whatever was written
    stays as it is; doing it again is safe.

    Args:
        folder: The office's own; made when it is not there.
        places: Which words; they must be there.
        by: Who read them: initials or a function.
        on: The day they read them.

    Raises:
        WrongSetup: what is in the folder is not right.
        FolderNotWritable: it cannot be written.
    """
    with _alone_in(folder):
        return _approve(folder, places, by, on)


def copy(folder: Path, places: Iterable[Place]) -> dict[Path, bool]:
    """Take words into the office's own folder, to be changed there; what stands there already stays as it is.

    Returns:
        The file of each place, and whether it is new.

    Raises:
        WrongSetup: what is in the folder is not right.
        FolderNotWritable: it cannot be written.
    """
    with _alone_in(folder):
        texts = read_texts(folder)
        files = {folder / place.language / place.file: texts[place.language][place.file] for place in places}
        new = {file: not file.exists() for file in files}
        for file, text in files.items():
            _keep(file, text)
        return new


def kept(folder: Path | None, version: str) -> str:
    """Give the exact words of a version: those that were approved once, or that stand now.

    Raises:
        NotFound: there are none of that version.
        WrongSetup: the file was changed since.
    """
    file = folder / VERSIONS / f"{version}{ENDING}" if folder and A_VERSION.fullmatch(version) else None
    if file is not None and file.is_file():
        words = file.read_text(encoding="utf-8")
        if version_of(words) != version:
            raise WrongSetup(f"{file} was changed since it was kept, and does not hold the words of {version} any more")
        return words
    texts = read_texts(folder)
    for place, template in Wording(texts).templates.items():
        if template.version == version:
            return exact(texts[place.language][WORDS], texts[place.language][place.file])
    raise NotFound(f"no words of version {version} were kept; a version is eight figures, as in 3f9a1c02")


def _approve(folder: Path, places: Iterable[Place], by: str, on: date) -> tuple[Approval, ...]:
    texts, approvals = read_texts(folder), read_approvals(folder)
    found = Wording(texts, approvals).templates
    fresh = []
    for place in places:
        files, version = texts[place.language], found[place].version
        _keep(folder / VERSIONS / f"{version}{ENDING}", exact(files[WORDS], files[place.file]))
        kept(folder, version)  # what is kept under a version must be its words, whoever wrote them there
        for name in (WORDS, place.file):
            _keep(folder / place.language / name, files[name])
        if not approvals.has(place, version):
            fresh.append(Approval(template=str(place), version=version, by=by, on=on))
    if fresh:  # last, so that nothing is ever approved whose words were not kept
        _write(folder / APPROVED, _with(folder / APPROVED, fresh))
    return tuple(fresh)


def _with(file: Path, fresh: Iterable[Approval]) -> str:
    """Put approvals behind those of a file, and leave what stands there as somebody wrote it."""
    before = file.read_text(encoding="utf-8").rstrip() if file.exists() else ""
    entries = (
        f'[[approved]]\ntemplate = "{a.template}"\nversion = "{a.version}"\n'
        f"by = {json.dumps(a.by, ensure_ascii=False)}\non = {a.on.isoformat()}\n"
        for a in fresh
    )
    whole = "\n".join([f"{before}\n", *entries] if before else entries)
    try:
        tomllib.loads(whole)
    except tomllib.TOMLDecodeError as error:
        raise WrongSetup(
            f"{file} cannot be added to: write its approvals as [[approved]], each with its own four lines"
        ) from error
    return whole


def _keep(file: Path, text: str) -> None:
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        _write(file, text)


def _write(file: Path, text: str) -> None:
    """Write a file whole or not at all, also when the machine stops in between."""
    new = file.with_name(f".{file.name}.new")
    with new.open("w", encoding="utf-8", newline="\n") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    new.replace(file)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Make a folder, and wait until nobody else writes in it: of two who approve at once, one would be lost.

    Raises:
        FolderNotWritable: it cannot be written, now or within.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        finally:
            os.close(held)
    except OSError as error:
        raise FolderNotWritable(
            f"{folder} cannot be written ({error.strerror}): name a folder of the office's own"
        ) from error
