"""A user's own graph: read exactly, and every broken file told from the place where its author must look."""

import csv
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scenario.broken import Broken
from tests.scenario.test_broken import JARGON, write
from webloop.errors import InputError
from webloop.scenario.edge_list import EdgeList, read_edge_list

SEGMENTS, COMMUNITIES = ("news", "forums"), ("majority", "minority")
LINKS = "source,target\na.org,b.org\nb.org,c.org\na.org,b.org\n"
UNSEEN = "holds a sign that can't be seen; letters, digits and signs"
AGAIN = "this is a first line again, as where two files were put together; take it out"
UTF8 = "this line is not UTF-8 text; save the file as UTF-8"
TOO_LONG = "characters; at most 2,000"
HEADER = "the first line must be source,target"
OWNERS = "the first line must be site,segment,community"
LONG = "x" * 1_000_000


def broken(name: str, links: str | bytes, *messages: str) -> Broken:
    return Broken(name, {"a.yaml": links}, list(messages))


def owned(name: str, owners: str, message: str) -> Broken:
    return Broken(name, {"a.yaml": LINKS, "owners.csv": owners}, [message])


QUOTE = 'a quote in this line is not closed, or there is text behind it; write a quote in a name as ""'
CASES = [
    broken("empty", "", "links.csv:1:1: the file is empty; its first line must be source,target"),
    broken("only-lines", "\n\n\n", "links.csv:1:1: the file is empty; its first line must be source,target"),
    broken(
        "only-header",
        "source,target\n",
        "links.csv:1:1: there are no links; each line after the first must hold one",
    ),
    broken(
        "misspelt",
        "source,targte\na,b\n",
        f"links.csv:1:8: unknown column 'targte'; {HEADER}; did you mean 'target'?",
    ),
    broken("one-column", "source\na\n", f"links.csv:1:1: there is no column target; {HEADER}"),
    broken("no-header", "a.org,b.org\n", f"links.csv:1:1: unknown column 'a.org'; {HEADER}"),
    broken("blank-first", "\nsource,target\na,b\n", f"links.csv:1:1: there is no column source; {HEADER}"),
    broken(
        "semicolons",
        "source;target\na;b\n",
        f"links.csv:1:1: unknown column 'source;target'; {HEADER}; separate columns with commas",
    ),
    broken("extra", "source,target, weight\na,b,2\n", f"links.csv:1:16: unknown column 'weight'; {HEADER}"),
    broken("twice", "source,target,source\na,b,a\n", f"links.csv:1:15: the column source is given twice; {HEADER}"),
    broken("long-column", f"source,target,{LONG[:60]}\n", f"links.csv:1:15: unknown column '{'x' * 40}…'; {HEADER}"),
    broken("header-quote", '"source,target\na,b\n', f"links.csv:1:1: {QUOTE}"),
    broken(
        "loop",
        "source,target\na,b\n c , c\n",
        "links.csv:3:6 target: 'c' links to itself; a link joins two sites",
    ),
    broken(
        "loop-turned",
        'target,source\n"a, or b",c\nx,x\n',
        "links.csv:3:1 target: 'x' links to itself; a link joins two sites",
    ),
    broken("blank", "source,target\na,b\na,\n", "links.csv:3:3 target: the name of a site is missing"),
    broken("spaces", 'source,target\n"a, ""b""",b\n  ,a\n', "links.csv:3:3 source: the name of a site is missing"),
    broken("few", "source,target\na,b\na\n", "links.csv:3:1: this line has 1 field; it must have 2: source, target"),
    broken("many", "source,target\na,b,c\n", "links.csv:2:1: this line has 3 fields; it must have 2: source, target"),
    broken("open-quote", 'source,target\na,b\nb,"c\nc,a\n', f"links.csv:3:3: {QUOTE}"),
    broken("open-quote-last", 'source,target\na,b\nb,"c', f"links.csv:3:3: {QUOTE}"),
    broken("open-quote-long", 'source,target\n"a,b\n' + "a,b\n" * 100_000, f"links.csv:2:1: {QUOTE}"),
    broken("text-after-quote", 'source,target\na,"b"c\n', f"links.csv:2:3: {QUOTE}"),
    broken("name-in-two-lines", 'source,target\na,"b\nc"\n', f"links.csv:2:3: {QUOTE}"),
    broken(
        "long-line",
        f"source,target\na,b\n{LONG},b\n",
        f"links.csv:3:1: this line has 1,000,002 {TOO_LONG}",
    ),
    broken("long-header", LONG, f"links.csv:1:1: this line has 1,000,000 {TOO_LONG}"),
    broken(
        "long-name",
        f"source,target\na,{LONG[:254]}\n",
        f"links.csv:2:3 target: '{'x' * 40}…' has 254 characters; at most 253",
    ),
    broken(
        "bell",
        "source,target\na,b\x07\x1b[31m\n",
        f"links.csv:2:3 target: 'b\ufffd\ufffd[31m' {UNSEEN}",
    ),
    broken(
        "nul",
        "source,target\n\x00,b\n",
        f"links.csv:2:1 source: '\ufffd' {UNSEEN}",
    ),
    broken(
        "not-utf8",
        b"source,target\na,b\na,caf\xe9\n",
        f"links.csv:3:6: {UTF8}",
    ),
    broken(
        "utf16",
        "source,target\n".encode("utf-16"),
        f"links.csv:1:1: {UTF8}",
    ),
    broken(
        "not-utf8-after-letters-of-two-bytes",
        b"\xef\xbb\xbfsource,target\r\nd\xc3\xbc,\xff\r\n",
        f"links.csv:2:4: {UTF8}",
    ),
    broken(
        "two-files",
        "source,target\na,b\nb,c\nsource,target\nc,d\n",
        f"links.csv:4:1: {AGAIN}",
    ),
    broken(
        "two-files-turned",
        "source,target\na,b\n target,source\nc,d\n",
        f"links.csv:3:1: {AGAIN}",
    ),
    Broken("no-file", {}, ["links.csv: there is no such file"]),
    Broken("folder", {"a.yaml": None}, ["links.csv: this is a folder, not a file"]),
    owned("owners-empty", "", "owners.csv:1:1: the file is empty; its first line must be site,segment,community"),
    owned(
        "owners-column",
        "site,segment,comunity\n",
        f"owners.csv:1:14: unknown column 'comunity'; {OWNERS}; did you mean 'community'?",
    ),
    owned(
        "segment",
        "site,segment,community\na.org,newz,majority\n",
        "owners.csv:2:7 segment: there is no segment called 'newz'; allowed: farm, forums, news; did you mean 'news'?",
    ),
    owned(
        "segment-missing",
        "site,segment,community\na.org,,majority\n",
        "owners.csv:2:7 segment: the segment is missing; allowed: farm, forums, news",
    ),
    owned(
        "segment-long",
        f"site,segment,community\na.org,{LONG[:1900]},majority\n",
        f"owners.csv:2:7 segment: there is no segment called '{'x' * 40}…'; allowed: farm, forums, news",
    ),
    owned(
        "community",
        "site,segment,community\na.org,news,majorty\n",
        "owners.csv:2:12 community: there is no community called 'majorty'; allowed: majority, minority; "
        "did you mean 'majority'?",
    ),
    owned(
        "community-missing",
        "site,segment,community\na.org,news,\n",
        "owners.csv:2:12 community: the community is missing; allowed: majority, minority",
    ),
    owned(
        "farm-community",
        "site,segment,community\na.org,farm,\nb.org,farm,majority\n",
        "owners.csv:3:12 community: a farm belongs to no community; leave this field empty",
    ),
    owned(
        "owner-twice",
        "community,site,segment\nmajority,a.org,news\n\nminority,a.org,news\n",
        "owners.csv:4:10 site: 'a.org' is listed twice; it stands in line 2 already",
    ),
    owned(
        "no-link",
        "site,segment,community\na.og,news,majority\n",
        "owners.csv:2:1 site: no link names the site 'a.og'; sites are those of links.csv; did you mean 'a.org'?",
    ),
    owned(
        "owners-two-files", "site,segment,community\na.org,farm,\nsite,segment,community\n", f"owners.csv:3:1: {AGAIN}"
    ),
    owned("no-site", "site,segment,community\n,news,majority\n", "owners.csv:2:1 site: the name of a site is missing"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_wrong_is_said_once_and_in_place(case: Broken, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not isinstance(case.files, str | bytes)
    names = {"a.yaml": "links.csv", "owners.csv": "owners.csv"}
    files = {names[name]: text for name, text in case.files.items()}
    write(Broken(case.name, files, []), tmp_path)
    monkeypatch.chdir(tmp_path)
    owners = Path("owners.csv") if "owners.csv" in files else None
    with pytest.raises(InputError) as caught:
        read_edge_list(Path("links.csv"), owners, SEGMENTS, COMMUNITIES)
    assert [str(caught.value)] == case.messages
    assert not JARGON.search(str(caught.value))
    assert len(str(caught.value)) < 300


def read(folder: Path, links: str | bytes, owners: str | None = None) -> EdgeList:
    (folder / "links.csv").write_bytes(links if isinstance(links, bytes) else links.encode())
    if owners is not None:
        (folder / "owners.csv").write_text(owners, encoding="utf-8")
    return read_edge_list(
        folder / "links.csv", None if owners is None else folder / "owners.csv", SEGMENTS, COMMUNITIES
    )


@pytest.mark.parametrize(
    "links",
    [
        LINKS,
        LINKS.rstrip("\n"),
        LINKS.replace("\n", "\r\n"),
        LINKS.replace("\n", "\r"),
        b"\xef\xbb\xbf" + LINKS.encode(),
        LINKS.replace(",", ",  ").replace("b.org", '"b.org"'),
        LINKS.replace("\n", "\n\n") + "\n",
        "target,source\nb.org,a.org\nc.org,b.org\nb.org,a.org\n",
    ],
    ids=["plain", "no-end", "windows", "old-mac", "bom", "quoted-spaced", "empty-lines", "turned"],
)
def test_however_it_is_written(links: str | bytes, tmp_path: Path) -> None:
    found = read(tmp_path, links)
    ends = [(found.names[a], found.names[b]) for a, b in zip(found.source, found.target, strict=True)]
    assert ends == [("a.org", "b.org"), ("b.org", "c.org"), ("a.org", "b.org")]
    assert sorted(found.names) == ["a.org", "b.org", "c.org"]
    assert found.segments is None
    assert found.communities is None
    assert found.source.dtype == found.target.dtype == np.int32


def test_owners(tmp_path: Path) -> None:
    found = read(tmp_path, LINKS, "site,segment,community\nc.org,farm,\na.org,news,minority\n")
    assert found.names == ("a.org", "b.org", "c.org")
    assert found.segments == ("news", None, "farm")
    assert found.communities == ("minority", None, None)


NAME = st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=' ,"'), min_size=1, max_size=12).map(
    str.strip
)


@settings(deadline=None)
@given(st.lists(st.tuples(NAME, NAME).filter(lambda pair: pair[0] != pair[1] and all(pair)), min_size=1, max_size=20))
def test_whatever_names_a_spreadsheet_writes(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    out = StringIO()
    csv.writer(out).writerows([("source", "target"), *pairs])
    found = read(tmp_path_factory.mktemp("names"), out.getvalue())
    assert [(found.names[a], found.names[b]) for a, b in zip(found.source, found.target, strict=True)] == pairs
    assert len(set(found.names)) == len(found.names)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_whatever_stands_in_a_file_it_is_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, links: str, owners: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    columns = "site,segment,community\n"
    for start, second in (("", columns), ("source,target\n", ""), (LINKS, columns)):
        texts = [text.encode(errors="replace").decode() for text in (start + links, second + owners)]
        said = ""
        try:
            read(folder, *texts)
        except InputError as error:
            said = str(error)
        assert "\n" not in said
        assert len(said) < 400 + len(str(folder))
