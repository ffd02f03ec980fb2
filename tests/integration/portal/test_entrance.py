"""The way in: what anybody sees, what nobody sees, and the language somebody chooses."""

from pathlib import Path

from kring_shared.contracts.actor import Role
from tests.integration.portal.house import a_portal


async def test_anybody_sees_the_front_in_their_own_language(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        assert "Les gens font leur propre plan" in await (await portal.anybody(**{"accept-language": "fr-BE"})).sees(
            "/"
        )
        visitor = await portal.anybody(**{"accept-language": "pl"})
        assert 'lang="nl"' in await visitor.sees("/")
        said = await visitor.sends("/language", came_from="/", language="en")
        assert "People make their own plan" in said.text


async def test_a_page_lets_nothing_in_from_elsewhere_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with a_portal(tmp_path, url="https://kring.example") as portal:
        answer = await (await portal.anybody()).get("/")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        assert "style=" not in answer.text


async def test_a_form_without_the_session_s_token_changes_nothing(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        person = await portal.signed_in(Role.REGIONAL_MANAGER, "manager-utrecht", language="nl")
        person.csrf = "from another site"
        refused = await person.sends("/language", came_from="/", language="fr")
        assert refused.status_code == 403
        assert 'lang="nl"' in refused.text
