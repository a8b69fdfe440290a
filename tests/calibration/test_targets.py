"""Target files: what they may say, and one clear message for whatever is wrong with them."""

import pytest

from tests.calibration.made import HEAD, HORIZON, INSTRUMENTS, Written, line
from webloop.calibration.spread import Z90, Binomial, LogNormal, Normal
from webloop.calibration.targets import Target, load_targets
from webloop.months import format_month
from webloop.scenario.problems import ScenarioError

DATE = "a date is YYYY-MM, YYYY-MM..YYYY-MM, YYYY or YYYY-YYYY; several are separated by ' / '"
OBSERVED = "it is a number, or the range lo..hi or lo-hi; several are separated by ' / '"
TOLERANCE = (
    "it is half the width of a 90 % interval, or that interval itself as lo-hi, or xF (within a factor F in 90 %)"
)
FIRST_LINE = f"the first line must be {HEAD}; it may go on with series,role,n,baseline,remark,as_published,miss"
KNOWN = "allowed: corpus, detector, fetched, questions"
UNITS = "allowed: %, share, ratio, trillion tokens, tokens, billion pages a month, pages per month"
MORE = f"{HEAD},role,n,baseline,series"

CASES = [
    (
        "no-column",
        "id,observable,date,observed,tolerance,unit,source_key",
        line(),
        [f"1:1: there is no column instrument_to_simulate; {FIRST_LINE}"],
    ),
    (
        "misspelt-column",
        HEAD.replace("tolerance", "tolerence"),
        line(),
        [f"1:29: unknown column 'tolerence'; {FIRST_LINE}; did you mean 'tolerance'?"],
    ),
    (
        "misspelt-optional",
        HEAD + ",baselin",
        line(more=""),
        [f"1:{len(HEAD) + 2}: unknown column 'baselin'; {FIRST_LINE}; did you mean 'baseline'?"],
    ),
    (
        "instrument",
        HEAD,
        line(instrument_to_simulate="detecter"),
        [f"2:28 instrument_to_simulate: there is no instrument 'detecter'; {KNOWN}; did you mean 'detector'?"],
    ),
    (
        "no-instrument",
        HEAD,
        line(instrument_to_simulate=""),
        [f"2:28 instrument_to_simulate: there is no instrument in this row; {KNOWN}"],
    ),
    ("no-date", HEAD, line(date="March 2024"), [f"2:13 date: 'March 2024' is no date; {DATE}"]),
    ("month-13", HEAD, line(date="2024-13"), [f"2:13 date: '2024-13' is no date; {DATE}"]),
    (
        "backwards",
        HEAD,
        line(date="2024-03..2023-03"),
        [f"2:13 date: '2024-03..2023-03' ends before it begins; {DATE}"],
    ),
    (
        "early",
        HEAD,
        line(date="2017"),
        ["2:13 date: 2017-01 is outside the horizon; the model can be read from 2018-01 to 2026-12"],
    ),
    (
        "late",
        HEAD,
        line(date="2026-11..2027-02"),
        ["2:13 date: 2027-02 is outside the horizon; the model can be read from 2018-01 to 2026-12"],
    ),
    ("no-number", HEAD, line(observed="ten"), [f"2:21 observed: 'ten' is no number; {OBSERVED}"]),
    ("infinite", HEAD, line(observed="1e999"), [f"2:21 observed: '1e999' is no number; {OBSERVED}"]),
    ("percent-sign", HEAD, line(observed="10%"), [f"2:21 observed: '10%' is no number; {OBSERVED}"]),
    (
        "empty-range",
        HEAD,
        line(observed="12..10"),
        [f"2:21 observed: '12..10' is no range from a lower to a higher number; {OBSERVED}"],
    ),
    ("negative", HEAD, line(observed="-3"), ["2:21 observed: '-3' is negative; a reading in % is 0 or more"]),
    (
        "above-all",
        HEAD,
        line(observed="100.5"),
        ["2:21 observed: '100.5' is more than all there is; a share is at most 100 %"],
    ),
    (
        "above-one",
        HEAD,
        line(observed="10", unit="share"),
        ["2:21 observed: '10' is more than all there is; a share is at most 1"],
    ),
    ("no-tolerance", HEAD, line(tolerance=""), [f"2:24 tolerance: it is missing; {TOLERANCE}"]),
    ("zero-tolerance", HEAD, line(tolerance="0"), [f"2:24 tolerance: '0' is not above 0; {TOLERANCE}"]),
    ("factor-one", HEAD, line(tolerance="x1"), [f"2:24 tolerance: 'x1' is no factor above 1; {TOLERANCE}"]),
    (
        "factor-of-zero",
        HEAD,
        line(observed="0", tolerance="x2"),
        ["2:23 tolerance: a factor says nothing about an observed 0; give a number or an interval"],
    ),
    (
        "elsewhere",
        HEAD,
        line(tolerance="20-30"),
        [
            (
                "2:24 tolerance: the interval '20-30' does not hold the observed 10; "
                "give the 90 % interval itself, or half its width as one number"
            )
        ],
    ),
    ("unit", HEAD, line(unit="percent"), [f"2:26 unit: there is no unit 'percent'; {UNITS}"]),
    ("other-unit", HEAD, line(unit="ratio"), ["2:26 unit: detector is not read in ratio; allowed: %, share"]),
    (
        "role",
        MORE,
        line(role="heldout", n="", baseline="", series=""),
        ["2:41 role: there is no role 'heldout'; allowed: input, fit, held_out, out; did you mean 'held_out'?"],
    ),
    ("n", MORE, line(role="", n="17.5", baseline="", series=""), ["2:42 n: '17.5' is no whole number from 1"]),
    (
        "baseline",
        MORE,
        line(role="", n="", baseline="articleweb", series=""),
        [
            (
                "2:43 baseline: there is no baseline 'articleweb'; allowed: article-web, site-web; "
                "did you mean 'article-web'?"
            )
        ],
    ),
    ("twice", HEAD, line() + "\n" + line(), ["3:1 id: the id 'T1' stands in line 2 already"]),
    ("no-id", HEAD, line(id=""), ["2:1 id: there is no id in this row"]),
    (
        "two-instruments",
        MORE,
        line(role="", n="", baseline="", series="s")
        + "\n"
        + line(id="T2", unit="share", observed=".1", role="", n="", baseline="", series="s"),
        [
            (
                "3:48 series: the series 's' is of detector in % (line 2); "
                "give points of another instrument or unit a series of their own"
            )
        ],
    ),
    (
        "more-dates",
        HEAD,
        line(date="2023 / 2024", observed="1 / 2 / 3"),
        ["2:13 date: there are 2 of these and 3 of observed; either one for all, or 3 separated by ' / '"],
    ),
    (
        "fields",
        HEAD,
        "T1,AI share,2024-03",
        [f"2:1: this line has 3 fields; it must have 8: {HEAD.replace(',', ', ')}"],
    ),
    ("only-header", HEAD, "", ["1:1: there is no target below the first line; one a line"]),
    (
        "several",
        HEAD,
        line(observed="x", unit="y"),
        [f"2:21 observed: 'x' is no number; {OBSERVED}", f"2:25 unit: there is no unit 'y'; {UNITS}"],
    ),
]


@pytest.mark.parametrize(("head", "lines", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_wrong_is_said_once_and_in_place(written: Written, head: str, lines: str, said: list[str]) -> None:
    with pytest.raises(ScenarioError) as error:
        load_targets(written(lines, head=head), INSTRUMENTS, HORIZON)
    assert str(error.value).splitlines() == [f"mine.csv:{each}" for each in said]


def test_an_empty_file_is_told(written: Written) -> None:
    file = written()
    file.write_text("")
    with pytest.raises(ScenarioError, match=r"^mine\.csv:1:1: the file is empty; its first line must be id,observable"):
        load_targets(file, INSTRUMENTS, HORIZON)


def one(written: Written, **cells: object) -> Target:
    (found,) = load_targets(written(line(**cells)), INSTRUMENTS, HORIZON)
    return found


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024-03", "2024-03", "2024-03"),
        ("2020-01..2022-10", "2020-01", "2022-10"),
        ("2023", "2023-01", "2023-12"),
        ("2020-2022", "2020-01", "2022-12"),
        ("2020–2022", "2020-01", "2022-12"),
    ],
)
def test_dates(written: Written, date: str, first: str, last: str) -> None:
    found = one(written, date=date)
    assert (format_month(found.first), format_month(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("observed", "tolerance", "middle", "spread"),
    [
        ("10", "2", 10.0, Normal(2 / Z90)),
        ("0..2", "2", 1.0, Normal(3 / Z90)),
        ("42-43.5", "4", 42.75, Normal(4.75 / Z90)),
        ("9.4", "6.1-14.2", 9.4, Normal(4.05 / Z90)),
        ("9.4", "6.1 – 14.2", 9.4, Normal(4.05 / Z90)),
    ],
)
def test_readings_and_tolerances(
    written: Written, observed: str, tolerance: str, middle: float, spread: Normal
) -> None:
    found = one(written, observed=observed, tolerance=tolerance)
    assert found.observed == middle
    assert isinstance(found.spread, Normal)
    assert found.spread.sd == pytest.approx(spread.sd)


def test_a_factor_is_lognormal(written: Written) -> None:
    found = one(written, observed=15, tolerance="x1.5", unit="trillion tokens", instrument_to_simulate="corpus")
    assert isinstance(found.spread, LogNormal)
    assert found.spread.interval(15.0) == pytest.approx((10.0, 22.5))


def test_few_pages_are_counted_and_many_are_not(written: Written) -> None:
    lines = [line(id=str(n), role="", n=n, baseline="", series="") for n in (17, 5000, 5001)]
    few, most, many = load_targets(written(*lines, head=MORE), INSTRUMENTS, HORIZON)
    assert few.spread == Binomial(17, 100.0)
    assert most.spread == Binomial(5000, 100.0)
    assert isinstance(many.spread, Normal)


@pytest.mark.parametrize(
    ("unit", "instrument", "reading", "value"),
    [
        ("%", "detector", 0.25, 25.0),
        ("share", "detector", 0.25, 0.25),
        ("ratio", "questions", 1.2, 1.2),
        ("trillion tokens", "corpus", 1.5e13, 15.0),
        ("tokens", "corpus", 1.5e13, 1.5e13),
        ("billion pages a month", "fetched", 6.5e8, 0.65),
    ],
)
def test_readings_are_put_into_the_unit(
    written: Written, unit: str, instrument: str, reading: float, value: float
) -> None:
    found = one(written, unit=unit, instrument_to_simulate=instrument, observed="0.5", tolerance="0.1")
    assert reading * found.scale == pytest.approx(value)


def test_a_row_with_several_readings_is_several_targets(written: Written) -> None:
    file = written(
        line(date="2023-10", observed="38 / 8", tolerance=3),
        line(
            id="T2",
            date="2024-04 / 2025-04",
            observed="15 / 36",
            tolerance="x2",
            unit="trillion tokens",
            instrument_to_simulate="corpus",
        ),
        line(
            id="T3",
            date="2023 / 2024",
            observed="1 / 2",
            tolerance="1 / 2-3",
            instrument_to_simulate="questions / detector",
            unit="%",
        ),
    )
    with pytest.raises(ScenarioError, match="questions is not read in %; allowed: ratio"):
        load_targets(file, INSTRUMENTS, HORIZON)
    found = load_targets(file, {**INSTRUMENTS, "questions": "share"}, HORIZON)
    assert [each.id for each in found] == ["T1a", "T1b", "T2a", "T2b", "T3a", "T3b"]
    assert [each.observed for each in found] == [38, 8, 15, 36, 1, 2]
    assert [format_month(each.first) for each in found[2:4]] == ["2024-04", "2025-04"]
    assert [each.instrument for each in found[4:]] == ["questions", "detector"]


def test_silent_cells_have_defaults(written: Written) -> None:
    found = one(written)
    assert (found.role, found.series, found.baselines) == ("held_out", "", ("article-web", "site-web"))


def test_what_the_model_has_not_needs_no_instrument(written: Written) -> None:
    text = line(date="1999", unit="ratio", instrument_to_simulate="nothing", role="out", n="", baseline="", series="")
    (found,) = load_targets(written(text, head=MORE), INSTRUMENTS, HORIZON)
    assert (found.role, found.instrument) == ("out", "")


@pytest.mark.parametrize("instrument", ["mean of 3 detectors", "detector"])
def test_a_shipped_target_says_what_a_row_of_its_id_does_not(written: Written, instrument: str) -> None:
    """Also where the published list calls the instrument otherwise: so it is not scored as if it were new."""
    found = one(written, id="S1", observed=12, instrument_to_simulate=instrument)
    assert (found.instrument, found.role, found.series, found.baselines) == (
        "detector",
        "fit",
        "detector",
        ("article-web",),
    )
    assert found.observed == 12


def test_published_rows_may_be_out_or_several(written: Written) -> None:
    file = written(
        line(id="S2", instrument_to_simulate="crawler"),
        line(id="S3", observed="38 / 8", instrument_to_simulate="page survival"),
    )
    out, first, second = load_targets(file, INSTRUMENTS, HORIZON)
    assert (out.role, out.remark) == ("out", "pages are fetched once")
    assert (first.id, first.role, first.baselines, first.spread) == (
        "S3a",
        "input",
        ("site-web",),
        Binomial(203, 100.0),
    )
    assert (second.id, second.role) == ("S3b", "held_out")


def test_published_words_stand_for_nothing_elsewhere(written: Written) -> None:
    with pytest.raises(ScenarioError, match="there is no instrument 'mean of 3 detectors'"):
        one(written, id="new", instrument_to_simulate="mean of 3 detectors")


def test_what_is_out_can_not_be_scored_by_saying_so(written: Written) -> None:
    text = line(id="S2", instrument_to_simulate="crawler", role="held_out", n="", baseline="", series="")
    with pytest.raises(ScenarioError, match="there is no instrument"):
        load_targets(written(text, head=MORE), INSTRUMENTS, HORIZON)
