"""Exports: the same numbers in every format, whole or not at all, readable by the programs they are for."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.conftest import SMALL
from webloop.errors import InputError
from webloop.outcomes.compare import compare
from webloop.outcomes.export import chosen, sheets, tidy
from webloop.outcomes.export.formats import FORMATS, export
from webloop.outcomes.export.iamc import variables
from webloop.outcomes.results import Results
from webloop.run.study import run_study
from webloop.scenario.study import load_study

KEYS = ["scenario", "draw", "replicate", "month"]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """A baseline and a policy with a hard title; two replicates."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "new.yaml").write_text(
        "extends: small.yaml\ntitle: '=1+1, \"quoted\"'\nlab: {accumulation: replace}\n", encoding="utf-8"
    )
    run_study(load_study([folder / "small.yaml", folder / "new.yaml"], replicates=2), folder / "out", jobs=1)
    return Results(folder / "out")


def exact_csv(file: Path) -> pd.DataFrame:
    """Numbers to the last bit, which pandas' own reader does not promise."""
    table = pd.read_csv(file)
    if "value" in table:
        table["value"] = pd.read_csv(file, dtype=str)["value"].astype(float)
    return table


def read(file: Path) -> pd.DataFrame:
    return exact_csv(file) if file.suffix == ".csv" else pd.read_parquet(file)


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_tidy_tables_hold_every_value_once(results: Results, tmp_path: Path, to: str) -> None:
    files = export(results, to, tmp_path / "new" / to)
    assert [file.name for file in files] == [f"monthly.{to}", f"generations.{to}", "scenarios.csv", "dictionary.csv"]
    assert sorted(file.name for file in (tmp_path / "new" / to).iterdir()) == sorted(file.name for file in files)
    for table, keys in (("monthly", KEYS), ("generations", [*KEYS, "lab", "generation"])):
        wide = pd.read_parquet(results.folder / f"{table}.parquet")
        long = read(files[0].with_name(f"{table}.{to}"))
        assert list(long.columns) == [*keys, "metric", "value"]
        back = long.pivot(index=keys, columns="metric", values="value")
        wanted = wide.set_index(keys)[list(back.columns)]
        assert np.array_equal(wanted.loc[back.index].to_numpy(), back.to_numpy(), equal_nan=True)
        assert len(long) == wide.drop(columns=keys).notna().sum().sum()
    known = set(pd.read_csv(files[3])["name"])
    assert set(long.columns) | set(long["metric"]) <= known
    assert pd.read_csv(files[2])["title"].tolist() == ["Small", '=1+1, "quoted"']


def test_chosen_metrics_only(results: Results, tmp_path: Path) -> None:
    files = export(results, "csv", tmp_path / "a", ["pollution_stock"])
    assert "generations.csv" not in {file.name for file in files}
    assert set(read(files[0])["metric"]) == {"pollution_stock"}
    files = export(results, "parquet", tmp_path / "b", ["training_set"])
    assert files[0].name == "generations.parquet"


def test_an_export_that_fails_leaves_the_last_one(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {file.name: file.read_bytes() for file in export(results, "csv", tmp_path, ["hill_1"])}

    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tidy, "_stream", fail)
    with pytest.raises(InputError, match="No space left on device"):
        export(results, "csv", tmp_path, ["hill_1"])
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_some_rows_at_a_time(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays flat: no part is larger than a batch, whatever the row groups of the results."""
    monkeypatch.setattr(chosen, "BATCH", 70)
    sizes = []
    long = tidy._long

    def watched(*args: object):
        for part in long(*args):  # type: ignore[arg-type]
            sizes.append(len(part))
            yield part

    monkeypatch.setattr(tidy, "_long", watched)
    export(results, "parquet", tmp_path / "out", ["pollution_stock"])
    assert sum(sizes) == 240
    assert max(sizes) <= 70


def test_the_workbook(results: Results, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    (file,) = export(results, "xlsx", tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(file)
    names = ["About", "Summary", "Comparison", "Collapse", "Quantiles", "Dictionary", "Scenarios"]
    assert book.sheetnames == names
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet["A1"].font.bold
        assert sheet.auto_filter.ref
        assert sheet.column_dimensions["A"].width >= 8
    wanted = compare(results).set_index(["scenario", "metric"])["difference"]
    head, *rows = book["Comparison"].values
    at = {name: index for index, name in enumerate(head)}
    assert {(row[0], row[at["metric"]]): row[at["difference"]] for row in rows} == pytest.approx(
        {key: None if value != value else value for key, value in wanted.items()}, nan_ok=True
    )
    head, *rows = book["Quantiles"].values
    found = [row for row in rows if row[:1] == ("new",) and row[1] == "pollution_stock"]
    assert [row[4] for row in found] == [f"{year}-12" for year in range(2021, 2026)]
    last = results.monthly(["pollution_stock"]).query("month == '2025-12' and scenario == 'new'")["pollution_stock"]
    assert found[-1][5:] == pytest.approx((2, last.mean(), *last.quantile([0.05, 0.5, 0.95])))
    (cell,) = [cell for cell in book["Scenarios"]["B"] if str(cell.value).startswith("=")]
    assert cell.data_type == "s", "a title is no formula"
    assert any("1,048,576" in str(row[1]) for row in book["About"].values)
    (share,) = {c.number_format for r in book["Quantiles"].iter_rows() for c in r[6:7] if r[1].value == "hill_1"}
    assert share == "0.00"


def test_excels_limit_is_respected_and_said(results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl")
    monkeypatch.setattr(sheets, "MOST_ROWS", 20)
    with pytest.raises(InputError, match=r"sheet \w+ would have \d+ rows, and Excel holds 19: choose metrics"):
        export(results, "xlsx", tmp_path / "out.xlsx")
    assert not list(tmp_path.iterdir())


def test_without_openpyxl_it_says_what_to_install(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InputError, match=r"pip install 'webloop\[excel\]'"):
        export(results, "xlsx", tmp_path / "out.xlsx")


def test_iamc_holds_the_numbers_of_decembers(results: Results, tmp_path: Path) -> None:
    (file,) = export(results, "iamc", tmp_path / "out.csv", ["tail_recall", "pollution_stock"])
    table = pd.read_csv(file)
    assert list(table.columns) == ["model", "scenario", "region", "variable", "unit", "year", "value"]
    assert not table.duplicated(["scenario", "variable", "year"]).any()
    assert set(table["model"]) == {f"webloop {results.manifest['webloop']}"}
    wide = results.monthly(["pollution_stock"]).query("month == '2024-12' and scenario == 'small'")["pollution_stock"]
    mine = table[(table["scenario"] == "small") & (table["year"] == 2024)].set_index("variable")["value"]
    label = "Pollution of stock"
    assert mine[label] == pytest.approx(wide.mean())
    for said, share in (("5th Percentile", 0.05), ("Median", 0.5), ("95th Percentile", 0.95)):
        assert mine[f"{label}|{said}"] == pytest.approx(wide.quantile(share))


@pytest.mark.filterwarnings("default")  # pyam's own
def test_pyam_reads_it(results: Results, tmp_path: Path) -> None:
    pyam = pytest.importorskip("pyam", exc_type=ImportError)
    (file,) = export(results, "iamc", tmp_path / "out.csv")
    data = pyam.IamDataFrame(str(file))
    assert data.time_domain == "year"
    assert data.scenario == ["new", "small"]
    assert data.region == ["World"]
    assert not any("*" in name for name in data.variable)
    table = pd.read_csv(file)
    assert len(data.data) == len(table)
    for name in ("Tail recall", "Effective ideas (Hill-1)"):
        assert data.filter(variable=name).variable == [name]
        assert len(data.filter(variable=f"{name}|*").variable) == 3
    assert set(data.filter(variable="*", level=0).variable) == {v for v in table["variable"] if "|" not in v}


def test_variables_are_told_apart(results: Results) -> None:
    one = results.recorded["hill_1"]
    assert variables({"a": one, "b": one, "c": results.recorded["hill_0"]}) == {
        "a": "Effective ideas (Hill-1) (a)",
        "b": "Effective ideas (Hill-1) (b)",
        "c": "Ideas published (Hill-0)",
    }


@pytest.mark.parametrize(
    ("to", "out", "metrics", "message"),
    [
        ("cvs", None, None, "no format 'cvs'; did you mean 'csv'"),
        ("csv", "a.csv", None, "csv is a folder of tables; .* is the name of a file"),
        ("xlsx", "a.xls", None, r"xlsx is one file whose name ends with \.xlsx"),
        ("iamc", ".", None, r"iamc is one file whose name ends with \.csv"),
        ("csv", None, ["hill1"], "no metric 'hill1'; did you mean 'hill_1'"),
        ("iamc", None, ["training_set"], "measured at releases only"),
    ],
)
def test_what_can_not_be_exported_is_said(
    results: Results, tmp_path: Path, to: str, out: str | None, metrics: list[str] | None, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        export(results, to, tmp_path / out if out else None, metrics)
    assert not list(tmp_path.iterdir())


def test_by_default_it_stands_in_the_results_folder(results: Results) -> None:
    for to in FORMATS:
        if to != "xlsx":
            files = export(results, to, None, ["hill_1"])
            assert all(results.folder / "export" in file.parents for file in files)
