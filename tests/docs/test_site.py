"""The documentation as a site: built without a warning, complete, and asking no network; links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import browser, opened
from tests.docs.written import DOCS, ROOT, pages
from webloop.reference.markdown import anchor

pytestmark = pytest.mark.slow
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_TAG = re.compile(r"""<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)=["']([^"']+)["']""")
_OUTSIDE = re.compile(r"""(?:src=|@import |url\()["']?(https?:|//)|<link[^>]+href=["'](https?:|//)""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Warnings are errors: a link that leads nowhere, a page that no list has, code that can't be coloured."""
    pytest.importorskip("furo")
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run([*command, str(DOCS), str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


def test_the_site_has_every_page(site: Path) -> None:
    for file in DOCS.rglob("*.md"):
        assert (site / file.relative_to(DOCS).with_suffix(".html")).is_file(), file


def test_the_site_asks_no_network(site: Path) -> None:
    for file in [*site.rglob("*.html"), *site.rglob("*.css")]:
        assert not _OUTSIDE.search(file.read_text(encoding="utf-8")), file.name


def test_pages_open_in_a_browser_without_complaint(site: Path) -> None:
    with browser() as started:
        for name in ("index", "ODD", "scenario-reference", "metrics"):
            for width in (390, 1280):
                with opened(started, site / f"{name}.html", viewport={"width": width, "height": 800}) as seen:
                    assert seen.complaints == []
                    assert [each for each in seen.requests if not each.startswith("file:")] == []
                    assert seen.overflow() <= 1, f"{name} is wider than a window of {width} pixels"


@pytest.mark.parametrize(
    "page",
    [*pages(), "analysis/README.md", *sorted(p.relative_to(ROOT).as_posix() for p in DOCS.glob("*/*.md"))],
)
def test_links_lead_to_files_and_headings_of_the_repository(page: str) -> None:
    """As GitHub follows them, pictures too: relative to the page, to what is there, and to headings that are there."""
    file = ROOT / page
    text = re.sub(r"```.*?```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in [*_LINK.findall(text), *_TAG.findall(text)]:
        if re.match(r"\w+:", link):
            continue
        path, _, heading = link.partition("#")
        target = (file.parent / path).resolve() if path else file
        assert target.exists(), f"{page}: {link} leads nowhere"
        assert target.is_relative_to(ROOT), f"{page}: {link} leaves the repository"
        if heading:
            assert heading in headings(target), f"{page}: {link}: no such heading"


def headings(file: Path) -> set[str]:
    found = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {anchor(heading) for heading in found}
