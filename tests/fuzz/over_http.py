"""What comes over HTTP: requests to the portal, and what gateways, providers and receivers of webhooks answer."""

import json
from collections.abc import Iterator
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import parse_qsl

from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import SecretStr, ValidationError
from starlette.datastructures import FormData, UploadFile

from kring_notifications.plugins.over_http import Answer, _moment, safe_url
from kring_notifications.plugins.sms.channel import _arrived
from kring_notifications.plugins.webhook import key_of
from kring_portal.api.safe_address import checked_url
from kring_portal.ask.against_abuse import opened_before, opened_now
from kring_portal.coordinator.expenses import cents_of, expenses_of
from kring_portal.coordinator.plan_form import from_form
from kring_portal.coordinator.reading import read
from kring_portal.links.marks import marks_in, typed_in
from kring_portal.manager import call
from kring_portal.manager.fields import Fields
from kring_portal.referrer import form as referring
from kring_portal.settings import Settings
from kring_portal.signing import openid
from kring_portal.web.addresses import own_path
from kring_portal.web.reasons import shown
from kring_portal.web.words import chosen, words_of
from kring_shared.contracts.catalogue import COMMANDS
from kring_shared.kernel.errors import InvalidFields
from tests.fuzz import portal
from tests.fuzz.from_outside import text
from tests.fuzz.fuzzer import NotTaken, Parser
from tests.fuzz.on_the_bus import LOOP
from tests.fuzz.room import NOW

CALLED: Final = (
    b"reference=TEL-1&requester_kind=professional&requester_name=Jansen&requester_organisation=Wijkteam&requester_email=m@wijkteam.example&people=2"
    b"&mandates=1&p0-name=Filip&p0-birth_year=2015&p0-languages=nl,tr&p1-name=Rachel&context=mandatory&urgency=normal"
    b"&m0-kind=youthCourt&m0-people=1&m0-legal_deadline=2027-02-15&m0-conditions=Filip+slaapt+thuis&consent_given=yes"
)
REFERRED: Final = (
    b"reference=A-1&name=Jansen&organisation=Wijkteam&email=m@wijkteam.example&person=Filip&birth_year=2015"
    b"&languages=nl&context=mandatory&urgency=normal&mandate=youthCourt&deadline=2027-02-15&conditions=x&question=Wat"
)
PLAN: Final = (
    b"who=Filip&what=bellen&by_when=zondag&who=Rachel&what=koken&people-0=" + portal.ID.encode() + b"&strengths=a%0Ab"
    b"&help_what=taxi&help_of_whom=gemeente&help_person=&language=nl&expense_kind=other&expense_euros=12,50"
)
PROVIDER: Final = "https://id.example"
KEY: Final = ECKey.generate_key("P-256", {"kid": "1"})
CLAIMS: Final = {
    "iss": PROVIDER,
    "aud": "kring",
    "sub": "7",
    "nonce": "n",
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 60,
}


def _form(content: bytes) -> FormData:
    """Read a form as it was sent, as far as one may have fields."""
    pairs: list[tuple[str, str | UploadFile]] = [*parse_qsl(content[:50_000].decode("latin-1"), keep_blank_values=True)]
    return FormData(pairs[:500])


def _called(content: bytes) -> object:
    fields = Fields(_form(content))
    said = call.call_of(fields)
    return call.read(fields, said, NOW.date()) or NotTaken(" ".join(said.errors.values()))


def _referred(content: bytes) -> object:
    filled = referring.typed(_form(content))
    wrong = referring.what_is_wrong(filled, referring.data_of(filled), NOW.date())
    return NotTaken(" ".join(wrong.values())) if wrong else filled


def _plan(content: bytes) -> object:
    form = _form(content)
    return from_form(form).with_room(1).fields(), expenses_of(form)


def _marks(content: bytes) -> object:
    return marks_in(typed_in(_form(content))) or NotTaken("")


def _command(content: bytes) -> object:
    """Read the form of a command, by its name on the first line."""
    kind, _, rest = content.partition(b"\n")
    model = COMMANDS.get(text(kind))
    if model is None:
        return NotTaken("")
    try:
        return read(model, _form(rest))
    except ValidationError as error:
        return NotTaken(str(error))


def _own_path(content: bytes) -> object:
    path = own_path(text(content))
    assert not path or (path[0] == "/" and path[1:2] not in {"/", "\\"} and "\n" not in path)
    return path


def _retry_after(content: bytes) -> object:
    return _moment(content.decode("latin-1"), NOW)


def _opened(content: bytes) -> object:
    return opened_before(portal.house(), text(content))


def _provided(content: bytes) -> object:
    """Let a provider answer: its configuration, a token, its keys."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        return NotTaken("")  # that much its own room sees to, before anything of it is looked at
    answers = [said.get(name) for name in ("at", "token", "keys")] if isinstance(said, dict) else []
    if not answers or not all(isinstance(one, dict) for one in answers):
        return NotTaken("")

    async def answered(*_: object, **__: object) -> Any:  # noqa: ANN401 - what was said
        return answers.pop(0)

    settings = Settings(database_url=SecretStr("sqlite://"), oidc_issuer=PROVIDER, oidc_client_id="kring")
    with patch.object(openid, "_json", answered):
        return LOOP.run_until_complete(
            openid.claimed(settings, {"code": "c"}, {"verifier": "v" * 43, "nonce": "n"}, "r", NOW)
        )


def _provider() -> bytes:
    at = dict.fromkeys(("authorization_endpoint", "token_endpoint", "jwks_uri"), PROVIDER) | {"issuer": PROVIDER}
    token = jwt.encode({"alg": "ES256", "kid": "1"}, CLAIMS, KEY, algorithms=["ES256"])
    keys = {"keys": [KEY.as_dict(private=False)]}
    return json.dumps({"at": at, "token": {"id_token": token}, "keys": keys}).encode()


def _requests() -> Iterator[Parser]:
    """Give a line for whole requests to the portal."""
    rooms = tuple(f"kring_portal.{room}" for room in ("web.visit", "web.guarding", "web.bounding", "web.addresses"))
    yield Parser("portal: every page, for who belongs there", portal.asked, portal.pages(), rooms=rooms, share=0.02)
    yield Parser("portal: what is open to all", portal.asked, portal.open_to_all(), rooms=rooms, share=0.02)
    yield Parser(
        "portal: interface for systems",
        portal.asked,
        portal.for_systems(),
        rooms=(
            "kring_portal.api.tokens",
            "kring_portal.api.referrals",
            "kring_portal.api.bounding",
            "kring_portal.api.bodies",
        ),
        share=0.02,
    )


def _forms() -> Iterator[Parser]:
    """Give a line for each form that is read by hand."""
    yield Parser(
        "form: request by telephone",
        _called,
        (CALLED,),
        rooms=("kring_portal.manager.call", "kring_portal.manager.fields"),
        share=0.05,
    )
    yield Parser(
        "form: referral of a professional", _referred, (REFERRED,), rooms=("kring_portal.referrer.form",), share=0.05
    )
    yield Parser(
        "form: plan and expenses",
        _plan,
        (PLAN,),
        rooms=("kring_portal.coordinator.expenses", "kring_portal.coordinator.plan_form"),
    )
    yield Parser(
        "form: amount of money",
        lambda content: cents_of(text(content)[:10_000]),
        (b"12,50", b"1e3", b" 7.005 "),
        rooms=("kring_portal.coordinator.expenses",),
        share=1.0,
    )


def _small_forms() -> Iterator[Parser]:
    """Give a line for forms of commands, and of who is not signed in."""
    yield Parser(
        "form: marks by a code",
        _marks,
        (b"code=ABCD-1234&meeting=8&plan=7&coordinator=9",),
        rooms=("kring_portal.links.marks",),
    )
    commands = tuple(
        f"{kind}\ncase_id={portal.ID}&person_id={portal.ID}&on=2026-12-01&starts_at=2026-12-01T14:00&contact.name=Filip".encode()
        for kind in COMMANDS
    )
    yield Parser("form: command of a coordinator", _command, commands, rooms=("kring_portal.coordinator.reading",))
    yield Parser(
        "form: token of the public form",
        _opened,
        (opened_now(portal.house()).encode(),),
        rooms=("kring_portal.ask.against_abuse",),
        share=0.05,
    )


def _addresses() -> Iterator[Parser]:
    """Give a line for each kind of address."""
    yield Parser(
        "address of a page of ours",
        _own_path,
        (b"/manager?a=1", b"//evil.example", b"/\\evil", b"https://a.example/"),
        rooms=("kring_portal.web.addresses",),
        share=1.0,
    )
    yield Parser(
        "address of a webhook",
        lambda content: checked_url(text(content)[:3000], inside=False),
        (b"https://a.example/kring?x=1", b"https://8.8.8.8:8443/"),
        (InvalidFields,),
        ("kring_portal.api.safe_address",),
    )
    yield Parser(
        "address in the settings of a channel",
        lambda content: safe_url(text(content)),
        (b"https://a.example/kring", b"http://127.0.0.1:1"),
        (ValueError,),
        ("kring_notifications.plugins.over_http",),
        quiet=False,
    )


def _small_words() -> Iterator[Parser]:
    """Give a line for what a browser and an address say beside."""
    yield Parser(
        "Accept-Language",
        lambda content: chosen(content.decode("latin-1")),
        (b"fr-BE,nl;q=0.8,*;q=0.1",),
        rooms=("kring_portal.web.words",),
        share=1.0,
    )
    yield Parser(
        "number or day of a reason",
        lambda content: shown(words_of("nl"), text(content)[:200]),
        (b"2026-12-01", b"12", b"0001-01-01"),
        rooms=("kring_portal.web.reasons",),
        share=1.0,
    )


def _answers() -> Iterator[Parser]:
    """Give a line for what other systems answer."""
    yield Parser(
        "Retry-After of a gateway",
        _retry_after,
        (b"120", b"Mon, 23 Nov 2026 13:00:00 GMT", b"Mon, 23 Nov 2026 13:00:00 -0000"),
        rooms=("kring_notifications.plugins.over_http",),
        share=1.0,
    )
    yield Parser(
        "what became of a text message",
        lambda content: _arrived(Answer(200, "", content)),
        (b'{"status": "delivered"}', b'{"status": "failed", "id": 1}'),
        rooms=("kring_notifications.plugins.sms.channel",),
        share=1.0,
    )
    yield Parser(
        "secret of a webhook",
        lambda content: key_of(SecretStr(text(content))),
        (b"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",),
        (ValueError,),
        ("kring_notifications.plugins.webhook",),
        share=1.0,
    )
    yield Parser(
        "word of an OpenID provider",
        _provided,
        (_provider(),),
        (openid.WrongProviderError,),
        ("kring_portal.signing.openid",),
        share=0.05,
    )


def parsers() -> Iterator[Parser]:
    """Give the lines."""
    for lines in (_requests, _forms, _small_forms, _addresses, _small_words, _answers):
        yield from lines()
