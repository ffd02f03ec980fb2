"""What MkDocs calls while it builds the site (mkdocs.yml, `hooks`)."""

import base64
import hashlib
import re
import tarfile
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from deploy.site.links import BROUGHT, EXAMPLES, led

ROOT: Final = Path(__file__).parents[2]
# Draws the diagrams. It lies here as its makers published it: a site is built without npm and without a network.
MERMAID: Final = ROOT / "deploy/site/mermaid/mermaid-js-tiny-11.17.2.tgz"
DIGEST: Final = "PmFr1c5cSfNf5AngLLR98DrbvR4U5KeD7I+hQkGqG5w5Veu3QT4dG0qu9f99cpn/sKj2XxRBK0q7EL6hr9NY/A=="
OUT_OF_IT: Final = {
    "assets/mermaid/mermaid.js": "package/dist/mermaid.tiny.js",
    "assets/mermaid/LICENSE.txt": "package/LICENSE",
}
# The theme would load what it draws with from elsewhere, and once in a while a stand-in for old browsers.
_ELSEWHERE: Final = re.compile(r'"https://unpkg\.com/(mermaid@|resize-observer-polyfill)[^"]*"')
_HERE: Final = 'new URL("assets/mermaid/mermaid.js",__md_scope).href'


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put every decision behind their first page, so that nobody has to think of it."""
    folder = Path(config.docs_dir, "decisions")
    numbered = [f"decisions/{page.name}" for page in sorted(folder.glob("[0-9]*.md"))]
    for section in config.nav or []:
        section.get("Decisions", []).extend(numbered)
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Bring along what lies outside docs/: four pages, the examples, and what draws the diagrams."""
    for page, source in BROUGHT.items():
        files.append(File.generated(config, page, content=_text_of(source)))
    for example in sorted((ROOT / EXAMPLES).iterdir()):
        if example.suffix != ".md":
            files.append(File.generated(config, f"examples/{example.name}", content=example.read_bytes()))
    for name, content in unpacked().items():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lead every link to its place on the site."""
    del config, files
    return led(markdown, page.file.src_uri, ROOT)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Let the theme load from the site itself what it would load from elsewhere."""
    assets = Path(config.site_dir, "assets")
    changed = 0
    for bundle in assets.glob("javascripts/bundle.*.min.js"):
        text, found = _ELSEWHERE.subn(lambda one: _HERE if one[1] == "mermaid@" else '""', bundle.read_text("utf-8"))
        bundle.write_text(text, encoding="utf-8")
        changed += found
    if not changed:
        raise PluginError("The theme loads its diagrams in another way than before: look at deploy/site/hooks.py.")
    for leftover in assets.rglob("*.map"):  # for who debugs the theme; they name addresses elsewhere
        leftover.unlink()


def unpacked() -> dict[str, bytes]:
    """Take what draws the diagrams out of the package, once it is sure to be the one that was published."""
    if base64.b64encode(hashlib.sha512(MERMAID.read_bytes()).digest()).decode() != DIGEST:
        raise PluginError(f"{MERMAID.name} is not the package that was published; see deploy/site/mermaid/README.md.")
    with tarfile.open(MERMAID) as package:
        return {name: _member(package, inside) for name, inside in OUT_OF_IT.items()}


def _member(package: tarfile.TarFile, name: str) -> bytes:
    member = package.extractfile(name)
    if member is None:
        raise PluginError(f"{MERMAID.name} holds no {name}.")
    return member.read()


def _text_of(source: str) -> str:
    text = (ROOT / source).read_text(encoding="utf-8")
    return text if source.endswith(".md") else f"# Licence\n\n```text\n{text}```\n"
