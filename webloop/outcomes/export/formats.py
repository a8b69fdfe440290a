"""The formats that results can be exported to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from webloop.errors import InputError
from webloop.outcomes.export.chosen import Chosen, choose
from webloop.outcomes.export.iamc import write_iamc
from webloop.outcomes.export.tidy import write_csv, write_parquet
from webloop.outcomes.export.workbook import write_workbook
from webloop.outcomes.results import Results
from webloop.scenario.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        write: writes it to a path and says which files it wrote.
        suffix: of the file; empty for a folder of files.
    """

    write: Callable[[Chosen, Path], list[Path]]
    suffix: str


FORMATS: Mapping[str, Format] = {
    "csv": Format(write_csv, ""),
    "xlsx": Format(write_workbook, ".xlsx"),
    "parquet": Format(write_parquet, ""),
    "iamc": Format(write_iamc, ".csv"),
}


def export(
    results: Results, to: str, out: str | Path | None = None, metrics: Sequence[str] | None = None
) -> list[Path]:
    """Write results in another format.

    Args:
        results: what was run.
        to: a name in `FORMATS`.
        out: a folder for csv and parquet, a file for xlsx and iamc; in `export` in the results folder for None.
        metrics: names of metrics; all that were recorded for None.

    Returns:
        The files that were written, each whole or not at all.

    Raises:
        InputError: for an unknown format or metric, or a place that can't be written to.
    """
    if to not in FORMATS:
        raise InputError(
            f"there is no format {to!r}; {did_you_mean(to, FORMATS)} There are: {', '.join(FORMATS)}".replace("  ", " ")
        )
    chosen = choose(results, metrics)
    place = Path(out) if out is not None else _default(results, to)
    _check(to, place)
    try:
        (place.parent if FORMATS[to].suffix else place).mkdir(parents=True, exist_ok=True)
        return FORMATS[to].write(chosen, place)
    except OSError as error:
        raise InputError(f"can't write to {place}: {error.strerror or error}") from error


def _default(results: Results, to: str) -> Path:
    folder = results.folder / "export"
    name = results.folder.resolve().name or "results"
    return folder / {"xlsx": f"{name}.xlsx", "iamc": f"{name}-iamc.csv"}.get(to, to)


def _check(to: str, place: Path) -> None:
    """Say what belongs behind --out before anything is written."""
    suffix = FORMATS[to].suffix
    if suffix and (place.is_dir() or place.suffix.lower() != suffix):
        raise InputError(f"{to} is one file whose name ends with {suffix}; {place} can't be it")
    if not suffix and (place.is_file() or place.suffix.lower() in {".csv", ".parquet"}):
        raise InputError(f"{to} is a folder of tables; {place} is the name of a file")
