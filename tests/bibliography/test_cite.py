"""What scenarios and results are said to rest on."""

import json
from pathlib import Path

import pytest

from tests.bibliography.bib import parsed
from tests.conftest import SMALL
from tests.outcomes.explained import blocks_of, study_of
from webloop import __version__
from webloop.bibliography.bibtex import bibtex, escaped
from webloop.bibliography.citing import Cited, cite, of_files, of_folder
from webloop.bibliography.comments import comment_at
from webloop.bibliography.references import Reference, references
from webloop.outcomes.headlines import HEADLINES


def uses_of(works: list[Cited]) -> dict[str, set[tuple[str, str]]]:
    return {each.reference.key: set(each.uses) for each in works}


def test_the_baseline_cites_what_it_uses_and_nothing_else() -> None:
    uses = uses_of(cite(of_files(["webloop/baseline"])))
    assert ("parameter", "lab.max_epochs") in uses["muennighoff-2023"]
    assert ("mechanism", "lifetime weibull") in uses["pew-2024"]
    assert ("metric", "js_divergence") in uses["lin-1991"]
    assert ("parameter", "ideas.shift") in uses["piantadosi-2014"]
    assert ("mechanism", "writers as super-individuals") in uses["scheffer-1995"]
    # sites, language models, papers' filters and methods of analysis are not in it
    assert not {"page-1999", "bianconi-2001", "chen-1999", "drayson-2025", "holm-1979", "bass-1969"} & set(uses)


@pytest.mark.parametrize(
    ("file", "key", "use"),
    [
        ("webloop/filter", "drayson-2025", ("paper", "claim of filter")),
        ("webloop/filter", "dugan-2024", ("mechanism", "detector classifier")),
        ("webloop/ecology", "page-1999", ("mechanism", "sites and links")),
        ("webloop/ecology", "longpre-2024", ("parameter", "")),
        ("webloop/text-replace", "chen-1999", ("mechanism", "n-gram models")),
        ("webloop/replication/kazdan", "kazdan-2024", ("paper", "set-up of kazdan")),
        ("webloop/replication/dohmatob", "hutter-2021", ("paper", "set-up of dohmatob")),
    ],
)
def test_a_scenario_cites_its_own(file: str, key: str, use: tuple[str, str]) -> None:
    found = uses_of(cite(of_files([file])))[key]
    assert any(kind == use[0] and use[1] in name for kind, name in found)


def test_metrics_that_nobody_is_shown_are_cited_only_when_asked_for(tmp_path: Path) -> None:
    folder = study_of(tmp_path, replicates=1)
    for few, all_of_them in (
        (of_files(["webloop/baseline"]), of_files(["webloop/baseline"], every=True)),
        (of_folder(folder), of_folder(folder, every=True)),
    ):
        shown, known = ({name for uses in uses_of(cite(each)).values() for kind, name in uses if kind == "metric"}
                        for each in (few, all_of_them))  # fmt: skip
        assert shown < known
        assert shown <= set(HEADLINES)
        assert "market_hhi" in known - shown
        others = [
            {(key, use) for key, uses in uses_of(cite(each)).items() for use in uses if use[0] != "metric"}
            for each in (few, all_of_them)
        ]
        assert others[0] == others[1]


def test_draws_cite_how_they_were_drawn() -> None:
    uses = uses_of(cite(of_files(["webloop/study-uncertain"])))
    assert ("analysis", "draws") in uses["mckay-1979"]


def test_a_folder_cites_its_metrics_and_methods(tmp_path: Path) -> None:
    folder = study_of(tmp_path, replicates=1)
    before = uses_of(cite(of_folder(folder)))
    assert "efron-1987" not in before
    assert ("mechanism", "detector classifier") in before["dugan-2024"]  # an intervention brings it
    for name in ("comparison.csv", "survival.csv"):
        (folder / name).write_text("", encoding="utf-8")
    after = uses_of(cite(of_folder(folder)))
    assert ("analysis", "comparison.csv") in after["efron-1987"]
    assert ("analysis", "survival.csv") in after["kaplan-1958"]


def test_the_text_is_bibtex_with_webloop_first(tmp_path: Path) -> None:
    works = cite(of_folder(blocks_of(tmp_path)))
    entries = parsed(bibtex(works))
    assert entries[0][:2] == ("software", "webloop")
    assert entries[0][2]["version"] == __version__
    keys = [key for _, key, _ in entries]
    assert keys == [each.reference.key for each in works]
    assert keys[1:] == sorted(set(keys[1:]))
    for _, key, fields in entries:
        assert {"author", "title"} <= set(fields)
        assert references()[key].year == fields.get("year", "")
    assert bibtex(works) == bibtex(cite(of_folder(tmp_path / "results")))


def test_every_entry_can_be_written() -> None:
    works = [Cited(each, (("metric", "x"),)) for each in references().values()]
    entries = parsed(bibtex(works))
    assert len(entries) == len(references())
    for _, key, fields in entries:
        for name in ("author", "title", "journal", "booktitle", "publisher"):
            text = fields.get(name, "")
            assert not any(sign in text.replace(f"\\{sign}", "") for sign in "&%$#_"), (key, name)
        own = references()[key]
        assert fields.get("doi", "") == own.doi
        assert fields.get("eprint", "") == own.arxiv


def test_nothing_that_a_name_says_ends_an_entry_or_begins_one() -> None:
    hostile = "} @misc{x, title={\n<script>} % \\"
    work = Reference(
        "evil-2024", "misc", (f"A{hostile}, B", "others"), "2024", hostile, hostile, "1", "2", "", "", "", ()
    )
    text = bibtex([Cited(work, (("paper", f"claim of {hostile}"),))])
    ((kind, key, fields),) = parsed(text)
    assert (kind, key, fields["year"]) == ("misc", "evil-2024", "2024")
    assert text.count("\n@") == 1
    assert text.splitlines()[0].startswith("% Used for paper: claim of } (at)misc{x")


@pytest.mark.parametrize("sign", list("&%$#_{}~^\\"))
def test_every_special_sign_is_escaped(sign: str) -> None:
    out = escaped(f"a{sign}b")
    assert out.startswith("a\\")
    assert out != f"a{sign}b"


def test_a_comment_beside_a_value_is_a_source(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(SMALL + "# C: fitted, see\n# Granovetter 1978\narchive: {coverage: 0.5}  # Bass 1969\n", "utf-8")
    line = file.read_text(encoding="utf-8").splitlines().index("archive: {coverage: 0.5}  # Bass 1969") + 1
    assert comment_at(f"{file}:{line}:11") == "C: fitted, see Granovetter 1978 Bass 1969"
    assert comment_at("default") == comment_at(f"{file}:999:1") == comment_at(f"{tmp_path}/none:1:1") == ""
    uses = uses_of(cite(of_files([str(file)])))
    assert uses["bass-1969"] == uses["granovetter-1978"] == {("parameter", "archive.coverage")}


def test_json_says_all_that_a_work_is_used_for() -> None:
    works = cite(of_files(["webloop/baseline"]))
    data = json.loads(json.dumps([each.as_json() for each in works]))
    assert data[0]["key"] == "webloop"
    found = {each["key"]: each for each in data}["shumailov-2024"]
    assert found["doi"] == "10.1038/s41586-024-07566-y"
    assert {"kind": "metric", "name": "tail_recall"} in found["used_for"]
