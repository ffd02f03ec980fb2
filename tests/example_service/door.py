"""Where it is asked: who asks, whether they may, whether it makes sense; only then is something done or shown."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.example_service.actors import HEADER, Actor, actor_of
from tests.example_service.doing import DOES
from tests.example_service.published import FOLDERS, Published
from tests.example_service.sealing import Vault
from tests.example_service.settings import SERVICE, Settings
from tests.example_service.showing import ANSWERS
from tests.example_service.store import Store
from tests.example_service.words import NOT_PERMITTED, Refused, not_permitted
from tests.example_service.work import Work

ID = re.compile(r"[0-9a-f]{32}")
READY = "ready.v1"
KEYS = ("caseId", "coordinatorId", "loanId")
NOT_HERE = "this matching does not do that; docs/your-own-matching.md says what it leaves out"


@dataclass
class Door:
    """Answers commands and questions; every one is written down, also one that is refused."""

    settings: Settings
    published: Published
    store: Store
    vault: Vault
    attached: bool = False
    """Whether it reads its consumers."""

    def asked(self, subject: str, headers: Mapping[str, str], raw: bytes) -> str:
        """Answer, whatever it was."""
        _, office, verb, _, *rest = subject.split(".")
        name = ".".join(rest)
        if (verb, name) == ("ask", READY):
            return json.dumps(self._ready())
        try:
            return self._answered(office, verb, name, headers, raw)
        except Refused as no:
            return json.dumps(no.receipt(name.partition(".")[0]))

    def _ready(self) -> dict[str, Any]:
        unsent, letters = self.store.counts()
        return {"service": SERVICE, "ready": self.attached, "unsent": unsent, "parked": 0, "dead": letters}

    def _answered(self, office: str, verb: str, name: str, headers: Mapping[str, str], raw: bytes) -> str:
        kind = self.published.kind_of(verb, name)
        if not kind:
            raise Refused("kring.unknown-message", "no contract knows this message in this version")
        now = self.settings.now()
        actor = actor_of(headers.get(HEADER, ""), self.settings.edge_key, now)
        command_id = headers.get("Nats-Msg-Id", "")
        if verb == "do" and not ID.fullmatch(command_id):
            raise Refused("kring.no-id", "a command needs an id of its own in Nats-Msg-Id: 32 hexadecimal digits")
        right = self.published.rights.get(kind, {}).get(actor.role)
        if right is None or actor.office != office:
            self._note(actor, kind, {}, NOT_PERMITTED)
            raise not_permitted()
        body: dict[str, Any] = {}
        try:
            body = self.published.body_of(f"{FOLDERS[verb]}/{kind}", raw)
            work, key = Work(self.store, office, now, actor), f"{actor.label}/{kind}/{command_id}"
            if verb == "do" and (before := self.store.heard(key)) is not None:
                return before  # what it did may have taken from them the right to do it
            if right == "own":
                self._must_be_own(work, body)
            answer = self._show(work, name, body) if verb == "ask" else self._do(work, name, body, key)
        except Refused as no:
            self._note(actor, kind, body, no.code)
            raise
        self._note(actor, kind, body, "done")
        return answer

    def _show(self, work: Work, name: str, body: dict[str, Any]) -> str:
        show = ANSWERS.get(name.partition(".")[0])
        if show is None:
            raise Refused("kring.refused", NOT_HERE)
        return json.dumps(show(work, body, self.vault))

    def _do(self, work: Work, name: str, body: dict[str, Any], key: str) -> str:
        """Do it once: what was answered is kept under the id, and answered again; a refusal is not kept."""
        asked = name.partition(".")[0]
        if asked not in DOES:
            raise Refused("kring.refused", NOT_HERE)
        with self.store.together():
            DOES[asked](work, body, self.vault)
            done = {"status": "done", "code": "kring.done", "asked": asked, "caseId": _about(body), "told": work.told}
            answer = json.dumps(done)
            self.store.note(key, answer)
        return answer

    def _must_be_own(self, work: Work, body: dict[str, Any]) -> None:
        """Let in whoever has a part in this case, in the role they ask in; a frozen case is not its coordinator's."""
        who, search = work.actor, self.store.get("search", body.get("caseId", "")) or {}
        theirs = {("main-person", one) for one in search.get("mainPersons", [])}
        if search.get("stage") != "frozen":
            theirs.add(("coordinator", search.get("coordinatorId") or ""))
        if who is None or search.get("office") != work.office or (who.role, who.id) not in theirs:
            raise not_permitted()

    def _note(self, actor: Actor, kind: str, body: dict[str, Any], outcome: str) -> None:
        at = self.settings.now().isoformat()
        self.store.looked(at, (f"{actor.label}@{actor.office}", actor.purpose), kind, _about(body), outcome)


def _about(body: dict[str, Any]) -> str:
    return next((str(body[key]) for key in KEYS if body.get(key)), "")
