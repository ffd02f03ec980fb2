"""`kring doctor` and what lets people in: certificates and credentials that hold, nearly ran out, or ran out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.authority import tokens
from kring_shared.runtime.authority.keys import Key, KeyFor
from kring_shared.runtime.cli.doctor.credential import credential_holds
from kring_shared.runtime.cli.doctor.finding import Finding, State, right
from kring_shared.runtime.cli.doctor.servers import authorities_hold, servers_answer
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.runtime.server.network import Network, ServerTls
from kring_shared.testing.certificates import Certificates
from kring_shared.testing.let_in import papers_of_office
from kring_shared.testing.servers import nats_server, new_key
from tests.integration.looked_at import a_patient, findings, provisioned, settings_of, states

NOW = datetime.now(UTC)
A_DAY = timedelta(days=1)
LOOKED = {"streams", "consumers", "clocks"}


@pytest.fixture(scope="module", name="certificates")
def an_authority(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Make one authority for all tests here."""
    return Certificates(tmp_path_factory.mktemp("certificates"))


@contextmanager
def a_server(folder: Path, tls: ServerTls) -> Iterator[str]:
    """Run a server with a certificate; gives its address."""
    with NatsServer(folder / "bus", key=new_key(), network=Network(tls=tls)) as server:
        yield server.url


async def the_certificate(url: str, ca: Path | None) -> list[Finding]:
    """Give what is found of the certificate of a server that answers."""
    program, *found = await servers_answer(a_patient(nats_url=url, nats_ca=ca))
    assert program.state is State.RIGHT
    assert "with JetStream" in program.words
    return found


@pytest.mark.parametrize(
    ("until", "state", "words"),
    [
        (40 * A_DAY, State.RIGHT, "holds for 39 days"),
        (12 * A_DAY, State.MIND, "runs out in 11 days"),
        (-3 * A_DAY, State.WRONG, "ran out 3 days ago"),
    ],
)
async def test_a_certificate_is_judged_by_how_long_it_holds(
    tmp_path: Path, certificates: Certificates, until: timedelta, state: State, words: str
) -> None:
    with a_server(tmp_path, certificates.server("terms", until=NOW + until)) as url:
        (found,) = await the_certificate(url, certificates.ca)
        assert (found.about, found.state, found.words.startswith(words)) == ("certificate", state, True)


async def test_a_certificate_of_another_name_is_wrong(tmp_path: Path, certificates: Certificates) -> None:
    with a_server(tmp_path, certificates.server("named", hosts=("bus.example",), until=NOW + 40 * A_DAY)) as url:
        term, found = await the_certificate(url, certificates.ca)
        assert (states([term, found]), found.words) == ([State.RIGHT, State.WRONG], "is not made for 127.0.0.1")


async def test_a_certificate_of_another_authority_is_wrong(tmp_path: Path, certificates: Certificates) -> None:
    others = Certificates(tmp_path / "others")
    with a_server(tmp_path, certificates.server("trusted", until=NOW + 40 * A_DAY)) as url:
        _, found = await the_certificate(url, others.ca)
        assert (found.state, found.words.startswith("is not to be trusted")) == (State.WRONG, True)
        _, found = await the_certificate(url, None)
        assert (found.state, found.do) == (State.WRONG, "lay who signed it in KRING_NATS_CA")


async def test_a_server_that_greets_in_the_clear_is_recognised(tmp_path: Path, certificates: Certificates) -> None:
    with nats_server(tmp_path) as server:
        url = server.url.replace("nats://", "tls://")
        (found,) = await servers_answer(a_patient(nats_url=url, nats_ca=certificates.ca))
        assert (found.state, found.words) == (State.WRONG, "answers, and does not encrypt from the first byte")


async def test_the_authority_s_own_certificate_runs_out_too(tmp_path: Path, certificates: Certificates) -> None:
    (found,) = await authorities_hold(a_patient(nats_ca=certificates.ca))
    assert (found.about, found.state) == ("authority", State.MIND)  # one for tests holds a day
    (found,) = await authorities_hold(a_patient(DrivenClock(NOW + 2 * A_DAY), nats_ca=certificates.ca))
    assert found.state is State.WRONG
    (found,) = await authorities_hold(a_patient(nats_ca=tmp_path / "none.pem"))
    assert (found.state, "holds no certificate" in found.words) == (State.WRONG, True)


async def test_whom_the_bus_lets_in_sees_what_its_credential_permits_and_no_more(
    tmp_path: Path, certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = papers_of_office(tmp_path / "papers", "utrecht", certificates)
    with NatsServer(tmp_path / "bus", key=new_key(), network=Network(tls=papers.tls, trust=papers.trust)) as server:
        settings = settings_of(tmp_path, server.url) | {"KRING_NATS_CA": str(papers.tls.ca)}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("KRING_SERVES", '["utrecht"]')
        monkeypatch.setenv("KRING_NATS_CREDS", str(papers.folder / "admin.creds"))
        await provisioned()

        admin = await findings()
        assert admin["bus", "login"] == [right("login", "the bus lets this process in")]
        assert {one.state for about, each in admin.items() if about[0] in LOOKED for one in each} == {State.RIGHT}

        monkeypatch.setenv("KRING_NATS_CREDS", str(papers.folder / "intake.creds"))
        intake = await findings()
        assert {one.state for about, each in intake.items() if about[0] == "streams" for one in each} == {
            State.NOT_LOOKED_AT
        }
        assert intake["consumers", "intake"][0].state is State.RIGHT
        assert ("consumers", "registry") not in intake
        assert intake["clocks", "bus"][0].state is State.RIGHT

        monkeypatch.setenv("KRING_NATS_CREDS", str(a_credential(tmp_path, None)))
        (stranger,) = (await findings())["bus", "login"]
        assert (stranger.state, "refuses the credential" in stranger.words) == (State.WRONG, True)


def a_credential(folder: Path, until: datetime | None, mode: int = 0o600) -> Path:
    """Write a credential of intake at Utrecht."""
    account, own, file = Key.new(KeyFor.ACCOUNT), Key.new(KeyFor.USER), folder / "intake.creds"
    tags = ("office:utrecht", "durable:intake")
    token = tokens.user(account, own.public, NOW, name="intake", account=account.public, tags=tags, until=until)
    file.touch()
    file.chmod(mode)
    file.write_text(tokens.credential(token, own))
    return file


@pytest.mark.parametrize(
    ("until", "state", "words"),
    [
        (None, State.RIGHT, "is intake, durable:intake, office:utrecht; has no end"),
        (NOW + 40 * A_DAY, State.RIGHT, "is intake, durable:intake, office:utrecht; holds for 39 days"),
        (NOW + 12 * A_DAY, State.MIND, "runs out in 11 days"),
        (NOW - 3 * A_DAY, State.WRONG, "ran out 3 days ago"),
    ],
)
async def test_a_credential_is_judged_by_how_long_it_holds(
    tmp_path: Path, until: datetime | None, state: State, words: str
) -> None:
    found = await credential_holds(a_patient(nats_creds=a_credential(tmp_path, until)))
    assert (found[-1].state, found[-1].words.startswith(words)) == (state, True)
    assert "is intake" in found[0].words


async def test_a_credential_that_others_may_read_is_minded(tmp_path: Path) -> None:
    file = a_credential(tmp_path, None, 0o640)
    minded, _ = await credential_holds(a_patient(nats_creds=file))
    assert (minded.state, minded.do) == (State.MIND, f"chmod 600 {file}")


async def test_no_credential_is_minded_and_a_file_that_is_none_is_wrong(tmp_path: Path) -> None:
    assert states(await credential_holds(a_patient())) == [State.MIND]
    (tmp_path / "a.creds").write_text("no credential")
    for name in ("a.creds", "none.creds"):
        assert states(await credential_holds(a_patient(nats_creds=tmp_path / name))) == [State.WRONG]
