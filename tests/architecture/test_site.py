"""The site is built strictly, from all pages, and a browser that reads it asks nobody else for anything."""

import json
import re
from pathlib import Path
from typing import Final

import pytest
from mkdocs.exceptions import PluginError

from deploy.site import hooks
from deploy.site.links import led
from tests.architecture.documents import fenced
from tests.architecture.the_site import Loaded, build, loaded_with, pages_of
from tests.architecture.tree import ROOT, within

CONFIG: Final = ROOT / "mkdocs.yml"
DOCS: Final = ROOT / "docs"
ELSEWHERE: Final = re.compile(r"^\s*(?:https?:)?//")
IN_STYLES: Final = re.compile(r"(?:url\(\s*|@import\s+)[\"']?\s*(?:https?:)?//")
IN_SCRIPTS: Final = re.compile(r"[\"'`](?:https?:)?//[^\"'`\s]+\.(?:m?js|css|json|woff2?|wasm)\b|unpkg|jsdelivr|cdnjs")


@pytest.fixture(name="site", scope="module")
def the_built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; whatever is broken is an error, also a page that has no place in the menu."""
    into = tmp_path_factory.mktemp("site")
    ended = build(CONFIG, into)
    assert ended.returncode == 0, ended.stderr
    return into


def test_every_page_is_on_the_site_and_in_its_menu(site: Path) -> None:
    on_site = {page.relative_to(site).as_posix() for page in pages_of(site)}
    written = {page.relative_to(DOCS).with_suffix(".html").as_posix() for page in DOCS.rglob("*.md")}
    brought = {f"{name}.html" for name in ("changelog", "contributing", "licence", "security")}
    assert on_site == {page.replace("README.", "index.") for page in written} | brought | {"404.html"}


def test_a_page_loads_nothing_from_elsewhere_and_tells_the_browser_so(site: Path) -> None:
    for page in pages_of(site):
        loaded = loaded_with(page)
        assert loaded.addresses
        assert [address for address in loaded.addresses if ELSEWHERE.search(address)] == [], page.name
        assert [style for style in loaded.styles if IN_STYLES.search(style)] == [], page.name
        html = page.read_text(encoding="utf-8")
        assert '<meta http-equiv="Content-Security-Policy" content="default-src \'self\';' in html, page.name
        assert '<html lang="en"' in html, page.name


def test_styles_and_scripts_load_nothing_from_elsewhere(site: Path) -> None:
    styles, scripts = list(site.rglob("*.css")), list(site.rglob("*.js"))
    assert styles
    assert [style.name for style in styles if IN_STYLES.search(style.read_text(encoding="utf-8"))] == []
    assert {"site.js", "mermaid.js"} < {script.name for script in scripts}
    assert [script.name for script in scripts if IN_SCRIPTS.search(script.read_text(encoding="utf-8"))] == []
    assert not list(site.rglob("*.map"))


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://elsewhere.example/a.js"></script>',
        '<link rel="stylesheet" href="//elsewhere.example/a.css">',
        '<img srcset="https://elsewhere.example/a.png 2x">',
    ],
)
def test_what_comes_from_elsewhere_would_be_found(html: str) -> None:
    loaded = Loaded()
    loaded.feed(html)
    assert ELSEWHERE.search(loaded.addresses[0])
    assert IN_SCRIPTS.search('load("https://unpkg.com/a@1/a.min.js")')
    assert IN_STYLES.search("@font-face { src: url(https://elsewhere.example/a.woff2) }")


def test_every_diagram_is_there_in_a_frame_with_words(site: Path) -> None:
    for page in DOCS.glob("*.md"):
        html = (site / page.with_suffix(".html").name).read_text(encoding="utf-8")
        drawn = len(
            re.findall(r'<div class="diagram[^>]*role="region"[^>]*aria-label="[^"]+"><pre class="mermaid">', html)
        )
        assert drawn == len(list(fenced(page, "mermaid"))), page.name


def test_what_draws_diagrams_is_asked_from_the_site_itself(site: Path) -> None:
    (bundle,) = (site / "assets/javascripts").glob("bundle.*.js")
    assert 'new URL("assets/mermaid/mermaid.js",__md_scope)' in bundle.read_text(encoding="utf-8")
    assert b"mermaid" in (site / "assets/mermaid/mermaid.js").read_bytes()
    assert "MIT" in (site / "assets/mermaid/LICENSE.txt").read_text(encoding="utf-8")


def test_another_package_than_the_published_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "mermaid.tgz"
    changed.write_bytes(hooks.MERMAID.read_bytes() + b"\0")
    monkeypatch.setattr(hooks, "MERMAID", changed)
    with pytest.raises(PluginError, match="is not the package that was published"):
        hooks.unpacked()


def test_no_list_or_table_falls_flat_on_the_site(site: Path) -> None:
    """A reader of repositories begins a list without an empty line before it; the site does not."""
    flat = [
        (page.name, paragraph[:80])
        for page in pages_of(site)
        for paragraph in re.findall(r"<p>(.*?)</p>", page.read_text(encoding="utf-8"), re.DOTALL)
        if re.search(r"\n\s*(?:-|\*|\d+\.) |\| ?---|```", paragraph)
    ]
    assert flat == []


def test_the_search_finds_pages_without_asking_anybody(site: Path) -> None:
    found = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert {"index.html", "cli.html", "decisions/index.html"} < {entry["location"] for entry in found}


@pytest.mark.parametrize(
    ("page", "link", "leads"),
    [
        ("privacy.md", "[a](retention.md#x)", "[a](retention.md#x)"),
        ("support.md", "[a](../SECURITY.md#telling-us)", "[a](security.md#telling-us)"),
        ("security.md", "[a](docs/backbone.md#x)", "[a](backbone.md#x)"),
        ("decisions/0063-x.md", "[a](../contracts.md)", "[a](../contracts.md)"),
        ("architecture.md", "[a](decisions/)", "[a](decisions/README.md)"),
        ("contracts.md", "[`a`](../tests/contract/schemas/)", "`a`"),
        ("importing.md", "[a](../deploy/examples/candidates.csv)", "[a](examples/candidates.csv)"),
        ("simulating.md", "[a](../README.md#three-commands)", "[a](index.md)"),
        ("messages.md", "![a [b]](pictures/letter.png)", "![a [b]](pictures/letter.png)"),
        ("index.md", "[a](https://elsewhere.example)", "[a](https://elsewhere.example)"),
        ("index.md", "```sh\n[a](../SECURITY.md)\n```", "```sh\n[a](../SECURITY.md)\n```"),
    ],
)
def test_a_link_leads_where_its_page_stands_on_the_site(page: str, link: str, leads: str) -> None:
    assert led(link, page, ROOT) == leads


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[a](gone.md)", "gone.md"),
        ("[a](#nowhere)", "nowhere"),
        ("![a](pictures/none.png)", "pictures/none.png"),
    ],
)
def test_a_broken_page_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    """The same settings over a page of its own; the pages that are brought along are broken there as well."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# A\n\n{text}\n", encoding="utf-8")
    settings, _, _ = CONFIG.read_text(encoding="utf-8").partition("\nnav:")
    settings = settings.replace("deploy/site/", f"{ROOT}/deploy/site/")
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    ended = build(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert ended.returncode == 1
    assert any("index.md" in line and said in line for line in ended.stderr.splitlines())


def test_the_package_that_draws_is_explained_beside_it() -> None:
    page = (hooks.MERMAID.parent / "README.md").read_text(encoding="utf-8")
    assert hooks.MERMAID.name in page
    assert within(Path(hooks.__file__)) in page
