"""The hindcast as tables for the terminal."""

from collections.abc import Sequence

from webloop.calibration.coverage import Coverage, coverage, in_words, races, verdicts
from webloop.calibration.hindcast import Hindcast
from webloop.calibration.score import Score
from webloop.calibration.target import Role, Target
from webloop.months import format_month
from webloop.outcomes.tables import print_rows
from webloop.replication.checks import percent

_SIGNS = {"%": " %", "trillion tokens": " trn", "billion pages a month": " bn"}
_TITLES: dict[Role, str] = {
    "held_out": "Held out: what was observed, and 90 % of what each baseline would have shown\n"
    "! outside; * the fit has something to say: at most half as wide as its priors",
    "fit": "Fitted: the same for what the fits have seen",
    "input": "Input: it set parameters and is checked, not scored",
}
_NOTES = (
    "interval: 95 %, as if each reading were evidence of its own; neighbours are not",
    "priors: inside their intervals, before any fit",
    "CRPS (mean), width (median): as a part of the priors'",
)
_NO_REASON = "none is given"
_ROLES: dict[Role, str] = {"fit": "fitted", "held_out": "held out"}


def number(value: float) -> str:
    """A number with three significant digits.

    >>> number(35.9), number(0.45678), number(1234.5), number(0.0), number(6.5e8)
    ('35.9', '0.457', '1,234', '0', '6.5e+08')
    """
    return f"{value:,.0f}" if 1000 <= abs(value) < 1e7 else f"{value:.3g}"


def observed(target: Target) -> str:
    """The observed reading with its unit."""
    return number(target.observed) + _SIGNS.get(target.unit, "")


def when(target: Target) -> str:
    """The months of a reading, as short as can be.

    2023-11 | 2023 | 2020-2022 | 2020-01 to 2022-10
    """
    first, last = target.first, target.last
    if first == last:
        return format_month(first)
    if first % 12 == 0 and last % 12 == 11:
        years = dict.fromkeys((str(first // 12), str(last // 12)))
        return "-".join(years)
    return f"{format_month(first)} to {format_month(last)}"


def interval(score: Score) -> str:
    """The 90 % interval, in as few signs as tell."""
    return f"{_short(score.forecast.low)}..{_short(score.forecast.high)}"


def name_of(target: Target) -> str:
    """The id, with the instrument where that does not show."""
    shows = target.instrument.replace("_", "-") in target.id.replace("_", "-")
    return target.id if shows else f"{target.id} {target.instrument}"


def _short(value: float) -> str:
    """Two decimals where that is enough for two digits.

    >>> _short(45.12), _short(0.7154), _short(0.0734)
    ('45.1', '0.72', '0.073')
    """
    return f"{value:.2g}" if abs(value) < 1 else number(value)


def print_hindcast(found: Hindcast) -> None:
    """The table of all targets, coverage, races, misses, what is out, and the verdict."""
    import click

    _print_targets(found)
    _print_coverage(found)
    _print_by_series(found)
    _print_races(found)
    _print_misses(found)
    if found.out:
        rows = [(each.id, each.observable, each.remark or _NO_REASON) for each in found.out]
        click.echo()
        print_rows(("out", "what", "why the model has no such thing"), rows, whole=("out",))
    click.echo()
    for verdict in verdicts(found.scores):
        click.echo(in_words(verdict))


def _print_targets(found: Hindcast) -> None:
    """A table for each role, one row a target."""
    import click

    for role, title in _TITLES.items():
        mine = [each for each in found.scores if each.target.role == role]
        if mine:
            click.echo(title)
            _print_role(mine, list(found.titles), crps=role == "held_out")
            click.echo()


def _print_role(scores: Sequence[Score], names: Sequence[str], *, crps: bool) -> None:
    """Targets of one role, with the interval of each baseline."""
    rows = []
    for own in _by_target(scores):
        target, mine = own[0].target, {each.baseline: each for each in own}
        cells = [_interval_cell(mine.get(name)) for name in names]
        row = (name_of(target), when(target), observed(target), *cells)
        rows.append((*row, _crps_cell(own)) if crps else row)
    print_rows(("target", "when", "observed", *names, *(["CRPS / naive"] if crps else [])), rows, whole=names)


def _by_target(scores: Sequence[Score]) -> list[list[Score]]:
    """Scores of each target, one for each baseline."""
    out: dict[str, list[Score]] = {}
    for each in scores:
        out.setdefault(each.target.id, []).append(each)
    return list(out.values())


def _interval_cell(score: Score | None) -> str:
    if score is None:
        return "-"
    marks = "*" * score.learned + "!" * (not score.inside)
    return f"{interval(score)} {marks}".rstrip()


def _crps_cell(scores: Sequence[Score]) -> str:
    """CRPS of each baseline, and of the better naive forecast, which is the same for all."""
    naive = f" / {scores[0].best_naive:.2g}" if scores[0].naive else ""
    return ", ".join(dict.fromkeys(f"{each.crps:.2g}" for each in scores)) + naive


def _print_coverage(found: Hindcast) -> None:
    """Coverage by role, beside that of the priors."""
    import click

    rows = [_coverage_row(each) for each in coverage(found.scores)]
    head = ("all targets", "role", "inside", "share", "interval", "priors", "CRPS", "width")
    print_rows(head, rows, whole=head)
    for line in _NOTES:
        click.echo(line)


def _print_by_series(found: Hindcast) -> None:
    """Coverage by series, a column for each role and baseline."""
    import click

    names = list(found.titles)
    by_series = {(each.series, each.role, each.baseline): each for each in coverage(found.scores, by_series=True)}
    columns = [(role, name) for role in _ROLES for name in names if any(key[1:] == (role, name) for key in by_series)]
    shown = [series for series in found.series if any(key[0] == series for key in by_series)]
    if shown:
        click.echo()
        head = ("inside, by series", *(f"{name}, {_ROLES[role]}" for role, name in columns))
        print_rows(head, [(each, *(_counted(by_series.get((each, *key))) for key in columns)) for each in shown])


def _coverage_row(each: Coverage) -> tuple[str, ...]:
    low, high = (f"{100 * end:.0f}" for end in each.interval)
    return (
        each.baseline,
        "of these *" if each.learned else _ROLES[each.role],
        _counted(each),
        percent(each.share),
        f"{low} to {high} %",
        f"{each.prior_inside} of {each.number}",
        _ratio(each.crps),
        _ratio(each.width),
    )


def _ratio(value: float) -> str:
    return "-" if value != value else f"{value:.2f}"


def _counted(each: Coverage | None) -> str:
    return "-" if each is None else f"{each.inside} of {each.number}"


def _print_races(found: Hindcast) -> None:
    import click

    held = races(found.scores)
    if not held:
        return
    click.echo()
    rows = [
        (
            each.baseline,
            each.series,
            str(each.number),
            number(each.model),
            number(each.last_value),
            number(each.trend),
            "yes" if each.ahead else "no",
        )
        for each in held
    ]
    print_rows(("CRPS, held out", "series", "points", "webloop", "last value", "linear trend", "ahead"), rows)
    click.echo("naive forecasts: the better of two, as wide as points scatter or as one's error")


def _print_misses(found: Hindcast) -> None:
    """What lies outside, and why it should."""
    import click

    if not found.misses:
        return
    rows = [
        (
            name_of(scores[0].target),
            observed(scores[0].target),
            ", ".join(missed(each) for each in scores),
            why(scores[0].target),
        )
        for scores in _by_target(found.misses)
    ]
    click.echo()
    print_rows(("miss", "observed", "lies", "reason believed"), rows)


def why(target: Target) -> str:
    """Why a target is believed to be missed."""
    return target.miss or (f"{_NO_REASON} ({target.remark})" if target.remark else _NO_REASON)


def missed(score: Score) -> str:
    """On which side of which interval a reading lies."""
    side = "below" if score.target.observed < score.forecast.low else "above"
    return f"{side} {interval(score)} ({score.baseline})"
