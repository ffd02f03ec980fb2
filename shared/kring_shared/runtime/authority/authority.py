"""A folder that lets people into one bus: its keys, who was let in, and what its servers have to know."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.kernel.errors import NotFound, Refused, WrongSetup
from kring_shared.runtime.authority import register, tokens
from kring_shared.runtime.authority.keys import Key, KeyFor
from kring_shared.runtime.authority.register import Entry
from kring_shared.runtime.authority.roles import ADMIN, Template, templates
from kring_shared.runtime.authority.tags import Wanted, tags_of
from kring_shared.runtime.private_files import make_private_folder, write_private
from kring_shared.runtime.server.trust import Trust
from kring_shared.runtime.start_errors import KeyMismatch

OPERATOR: Final = "operator"
SYSTEM_ACCOUNT: Final = "system"
ACCOUNT: Final = "account"
ACCOUNT_NAME: Final = "KRING"
NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,62}")
PUSHING: Final = timedelta(minutes=5)
"""How long a credential for telling servers is good: it is made for one push."""
PUSHES: Final[Mapping[str, object]] = {
    "pub": {"allow": ["$SYS.REQ.CLAIMS.UPDATE"]},
    "sub": {"allow": ["_INBOX.authority.>"]},
    "subs": -1,
    "data": -1,
    "payload": -1,
}


class AlreadyLetIn(Refused):
    """The name has a credential that is good."""

    code = "kring.already-let-in"


class Authority:
    """Lets in, revokes and rotates; nothing of it reaches a running server before it is pushed (`pushing.push`)."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Clock | None = None,
        roles: Callable[[], Mapping[str, Template]] = templates,
    ) -> None:
        """Use the authority of a folder.

        Raises:
            WrongSetup: there is none.
        """
        if not (folder / f"{OPERATOR}.seed").exists():
            raise WrongSetup(f"{folder} holds no authority: make one with `kring authority new`, or name its folder")
        self.folder = folder
        self._clock, self._declared = clock or SystemClock(), roles

    @classmethod
    def make(cls, folder: Path, *, clock: Clock | None = None) -> Self:
        """Make an authority, whose keys nobody else has, in a folder for us alone; keep a copy of it elsewhere.

        Raises:
            Refused: the folder holds one already.
            FolderNotWritable: it cannot be made.
        """
        make_private_folder(folder)
        with register.alone(folder):
            if (folder / f"{OPERATOR}.seed").exists():
                raise Refused(f"{folder} holds an authority already; it was left as it is")
            for name, what in (
                (SYSTEM_ACCOUNT, KeyFor.ACCOUNT),
                (ACCOUNT, KeyFor.ACCOUNT),
                (OPERATOR, KeyFor.OPERATOR),
            ):
                _write_key(folder, name, Key.new(what))
        return cls(folder, clock=clock)

    def let_in(self, role: str, name: str, wanted: Wanted | None = None, *, until: datetime | None = None) -> str:
        """Give what somebody connects with, as the text of a file; it is shown once and kept nowhere here.

        Raises:
            Refused: there is no such role, or the name or what is wanted cannot be; the message says what can.
            AlreadyLetIn: the name has a credential that is good.
        """
        if role not in self.roles:
            raise Refused(f"there is no role {role}; there are {', '.join(sorted(self.roles))}")
        if not NAME.fullmatch(name):
            raise Refused("a name begins with a letter and holds at most 63 small letters, digits, _ and -")
        tags = tags_of(role, wanted or Wanted())
        with register.alone(self.folder):
            inboxes = {name, *(tag.removeprefix("inbox:") for tag in tags if tag.startswith("inbox:"))}
            if there := self._register().whose(inboxes, self._clock.now()):
                raise AlreadyLetIn(f"{there.name} has a credential that is good: rotate it, or revoke it first")
            return self._give(role, name, tags, until)

    def revoke(self, name: str) -> Entry:
        """Let nobody in any more by the credential of a name; who is connected is cut off by the next push.

        Raises:
            NotFound: nobody of that name is let in.
        """
        with register.alone(self.folder):
            return self._revoke(name)

    def rotate(self, name: str, wanted: Wanted | None = None, *, until: datetime | None = None) -> str:
        """Give a name a new key, and revoke its old one; with `wanted` it is for that from now on, else as it was.

        Bring the new file to where it is used before the next push: that cuts the old one off.

        Raises:
            NotFound: nobody of that name is let in.
            Refused: what is wanted cannot be; nothing was changed.
        """
        with register.alone(self.folder):
            old = self._good(name)
            tags = old.tags if wanted is None else tags_of(old.role, wanted)
            self._revoke(name)
            return self._give(old.role, name, tags, until or old.until)

    def entries(self) -> tuple[Entry, ...]:
        """Give everybody who was ever let in, in order."""
        return self._register().entries

    @property
    def account(self) -> str:
        """Give the public key of the account that everybody let in belongs to; an office's line is told it."""
        return self._key(ACCOUNT).public

    def trust(self, resolver_dir: str) -> Trust:
        """Give what a server's configuration needs; it holds no secret."""
        operator, system = self._key(OPERATOR), self._key(SYSTEM_ACCOUNT)
        now = self._clock.now()
        servers = tokens.account(operator, system.public, now, name="SYSTEM")
        return Trust(
            operator_jwt=tokens.operator(operator, system.public, now),
            system_account=system.public,
            preload={system.public: servers, self.account: self.account_jwt()},
            resolver_dir=resolver_dir,
        )

    def account_jwt(self) -> str:
        """Sign the account as it is now: what every role may, and who was revoked."""
        with register.alone(self.folder):
            keys = {role: self._role_key(role) for role in sorted(self.roles)}
            there = self._register().signed_at(self._clock.now())
            register.write(self.folder, there)
        scopes = [
            {"kind": "user_scope", "key": key.public, "role": role, "template": self.roles[role].claims()}
            for role, key in keys.items()
        ]
        return tokens.account(
            self._key(OPERATOR),
            self.account,
            there.signed,
            name=ACCOUNT_NAME,
            scopes=scopes,
            revoked=there.revoked(self._clock.now()),
            streams=True,
        )

    def pushing_credential(self) -> str:
        """Give what the servers are told with, good for a few minutes and for nothing else."""
        system, key, now = self._key(SYSTEM_ACCOUNT), Key.new(KeyFor.USER), self._clock.now()
        token = tokens.user(
            system,
            key.public,
            now,
            name="authority",
            account=system.public,
            until=now + PUSHING,
            permissions=PUSHES,
        )
        return tokens.credential(token, key)

    def admin_credential(self) -> str:
        """Give what the authority's own commands make consumers with, good for a few minutes."""
        key, now = Key.new(KeyFor.USER), self._clock.now()
        signer, until = self._role_key(ADMIN), now + PUSHING
        return tokens.credential(
            tokens.user(signer, key.public, now, name="authority", account=self.account, until=until), key
        )

    @cached_property
    def roles(self) -> Mapping[str, Template]:
        """Give the roles there are, and what each may."""
        return self._declared()

    def _give(self, role: str, name: str, tags: tuple[str, ...], until: datetime | None) -> str:
        key, now = Key.new(KeyFor.USER), self._clock.now()
        entry = Entry(name=name, role=role, tags=tags, key=key.public, since=now, until=until)
        token = tokens.user(
            self._role_key(role),
            key.public,
            now,
            name=name,
            account=self.account,
            tags=tags,
            until=until,
        )
        register.write(self.folder, self._register().with_one(entry))
        return tokens.credential(token, key)

    def _good(self, name: str) -> Entry:
        found = self._register().of(name, self._clock.now())
        if found is None:
            raise NotFound(f"nobody is let in under the name {name}")
        return found

    def _revoke(self, name: str) -> Entry:
        found = self._good(name)
        register.write(self.folder, self._register().without(name, self._clock.now()))
        return found

    def _register(self) -> register.Register:
        return register.read(self.folder)

    def _role_key(self, role: str) -> Key:
        """Give the key that signs a role's credentials; a role of a new service has none yet."""
        name = f"role-{role}"
        if not (self.folder / f"{name}.seed").exists():
            _write_key(self.folder, name, Key.new(KeyFor.ACCOUNT))
        return self._key(name)

    def _key(self, name: str) -> Key:
        file = self.folder / f"{name}.seed"
        try:
            return Key(file.read_text(encoding="ascii").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise KeyMismatch(f"cannot read the key in {file}; put the right one back from a copy") from error


def _write_key(folder: Path, name: str, key: Key) -> None:
    write_private(folder / f"{name}.seed", key.seed + "\n")
