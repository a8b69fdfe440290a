"""How strongly do people stop asking when AI answers take their readers? A fit to Stack Overflow.

    python analysis/fit_participation.py [monthly.csv] [--figure fit.png] [--bootstraps 1000]

Printed with the defaults (half a minute; seeds are fixed, so the numbers come back):

    share of the old trend, by months since launch
    1: 1.02  3: 0.87  6: 0.66  9: 0.66  12: 0.56  13: 0.52
    answers as developers' use of AI tools
    saturation   months elasticity  speed  error  2023  2024  2025 of 2022
          0.84     10.3       0.79   1.00  0.061  0.60  0.30  0.19
          0.84     10.3       0.89   0.50  0.080  0.62  0.28  0.16
    elasticity: 95 % of 1000 bootstraps from 0.72 to 0.98
    speed: 95 % of 1000 bootstraps from 0.40 to 1.00
    answers as fits best
    saturation   months elasticity  speed  error  2023  2024  2025 of 2022
          0.40      6.0       1.42   1.00  0.043  0.59  0.38  0.32
          0.50      4.5       0.97   0.75  0.043  0.59  0.39  0.33
          0.60      5.0       0.77   1.00  0.043  0.59  0.38  0.32
          0.70      4.5       0.57   1.00  0.044  0.59  0.39  0.33
          0.84      3.5       0.37   1.00  0.046  0.58  0.39  0.33
          1.00     22.5       1.32   1.00  0.069  0.61  0.26  0.11
    inferred later, another definition            0.63  0.33  0.09

What it says. The old slope is kept, and the fall after ChatGPT is laid to readers who get their answer from it:
reward(t) = 1 - answered(t), to which people respond a month later. Thirteen months can't tell elasticity, level and
pace of answers apart (elasticities from 0.4 to 1.4 fit alike), so the curve is that of developers' use of AI tools in
Stack Overflow's surveys; that leaves elasticity and speed. Errors are of the log; bootstraps take curve and slope as
known. Questions fell faster in spring 2023 than use rose. Curves that fit 2023 best level off by 2025, which later
figures contradict: they speak for a level near 1, or for sites that unravel as answers get rare, which is not in here.
"""

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from webloop.months import parse_month
from webloop.plots.style import BASELINE, BLUE, INK, VERMILLION
from webloop.submodels.adoption.saturating import Saturating
from webloop.submodels.participation.elastic import Elastic

Floats = NDArray[np.float64]

SEED = 20_260_301
LAUNCH = parse_month("2022-11")
BEFORE = parse_month("2021-01")  # the Covid bulge has passed
SLOPE = -0.0121  # log a month, 2021-01 to 2022-11: the slope of raw figures, which scenarios keep
FIRST = parse_month("2018-01")
QUESTIONS = """
160520 153126 172977 162463 167514 154712 160060 158506 144543 160463 149780 132235
149588 146373 161115 153535 151348 135902 151026 137143 136904 152678 148297 132578
146693 145151 155999 182960 186512 171956 166066 148387 141839 141852 134989 133942
139910 131723 148801 135919 133844 129041 124038 122182 119822 118942 119188 112212
119376 114051 123524 114315 116283 111679 110990 112972 103893 106296 109649  96639
 97120  85912  87418  68691  66637  63772  62881  60231  52885  52536  50385  42425
"""
"""Visible questions a month on Stack Overflow, 2018-01 to 2023-12: Stack Exchange API (/questions, filter=total)."""
YEARLY = {2022: 196.6, 2023: 123.4, 2024: 65.8, 2025: 18.3}
"""Thousand questions a month with those deleted since, inferred from their ids: another definition, never fitted."""
USERS = {parse_month("2023-05"): 0.44, parse_month("2024-05"): 0.62}
"""Share of respondents who use AI tools, Stack Overflow Developer Survey 2023 and 2024; 84 % do or plan to in 2025."""
SATURATION = 0.84
SLOW = 0.5  # a speed to compare with
HEADING = "saturation   months elasticity  speed  error  2023  2024  2025 of 2022"
ELASTICITIES = np.arange(0.02, 3.001, 0.01)
SPEEDS = np.arange(0.05, 1.001, 0.05)


@dataclass(frozen=True)
class Fit:
    """Elasticity and speed for one curve of answers, and how far off they leave the log of the series."""

    elasticity: float
    speed: float
    error: float


def read(file: Path | None) -> tuple[NDArray[np.int_], Floats]:
    """Months (months since year 0) and questions, from a csv with columns month, questions or as typed in above."""
    if file is None:
        questions = np.array(QUESTIONS.split(), dtype=np.float64)
        return FIRST + np.arange(questions.size), questions
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [(parse_month(row["month"]), float(row["questions"])) for row in csv.DictReader(lines)]
    months = np.array([month for month, _ in rows])
    if (np.diff(months) != 1).any():
        raise SystemExit(f"{file}: months must follow each other")
    return months, np.array([questions for _, questions in rows])


def adjusted(months: NDArray[np.int_], questions: Floats) -> Floats:
    """Log of the series without its seasons: medians of the ratio to a centred year's mean, up to the launch."""
    logs = np.log(questions)
    known = logs[months <= LAUNCH]
    weights = np.array([0.5] + [1.0] * 11 + [0.5]) / 12
    ratio = known[6:-6] - np.convolve(known, weights, "valid")
    calendar = months[months <= LAUNCH][6:-6] % 12
    seasons = np.array([np.median(ratio[calendar == month]) for month in range(12)])
    return logs - (seasons - seasons.mean())[months % 12]


def excess(months: NDArray[np.int_], logs: Floats) -> tuple[Floats, Floats]:
    """What the old slope leaves unexplained: before the launch (from 2021 on), and after it."""
    flat = logs - SLOPE * (months - LAUNCH)
    flat = flat - flat[(months >= BEFORE) & (months <= LAUNCH)].mean()
    return flat[(months >= BEFORE) & (months <= LAUNCH)], flat[months > LAUNCH]


def activity(answered: Saturating, elasticity: float, speed: float, months: int) -> Floats:
    """Log activity in each month after launch; people respond to the reward of the month before."""
    people = Elastic(elasticity=elasticity, speed=speed, floor=0.0)
    rewards = 1 - answered.share(np.arange(months, dtype=np.float64))
    levels = [np.ones(1)]
    for reward in rewards:
        levels.append(people.respond(levels[-1], np.array([reward])))
    return np.log(np.concatenate(levels[1:]))


def grid(answered: Saturating, months: int, every: int = 1) -> Floats:
    """Log activity for each (or every so many) elasticity and speed tried, (elasticities, speeds, months)."""
    return np.array([[activity(answered, e, s, months) for s in SPEEDS[::-every]] for e in ELASTICITIES[::every]])


def best(curves: Floats, series: Floats, every: int = 1, speed: float | None = None) -> Fit:
    """Least squares over the grid, or at one speed."""
    squares = ((curves - series) ** 2).mean(axis=2)
    if speed is not None:
        squares[:, np.abs(SPEEDS[::-every] - speed) > 1e-9] = np.inf
    e, s = np.unravel_index(squares.argmin(), squares.shape)
    return Fit(float(ELASTICITIES[::every][e]), float(SPEEDS[::-every][s]), float(np.sqrt(squares[e, s])))


def from_surveys(saturation: float) -> Saturating:
    """The curve of answers that comes nearest to the share of developers who use AI tools."""
    times = np.arange(2.0, 40.0, 0.1)
    ages = np.array([month - LAUNCH for month in USERS], dtype=np.float64)
    curves = [Saturating(saturation=saturation, time_constant=time) for time in times]
    off = [((curve.share(ages) - list(USERS.values())) ** 2).sum() for curve in curves]
    return curves[int(np.argmin(off))]


def bootstrap(curves: Floats, fit: Fit, before: Floats, after: Floats, times: int) -> Floats:
    """Elasticity and speed of made-up series, (times, 2): the fit and autoregressive errors from 2021 on."""
    rng = np.random.default_rng(SEED)
    mean = curves[np.abs(ELASTICITIES - fit.elasticity).argmin(), np.abs(SPEEDS[::-1] - fit.speed).argmin()]
    seen = np.concatenate([before, after - mean])
    correlation = float(np.corrcoef(seen[:-1], seen[1:])[0, 1])
    spread = float(seen.std(ddof=3))
    found = np.empty((times, 2))
    for row in found:
        errors = spread * rng.standard_normal(seen.size)
        for month in range(1, seen.size):
            errors[month] = correlation * errors[month - 1] + np.sqrt(1 - correlation**2) * errors[month]
        again = best(curves, mean + errors[before.size :] - errors[: before.size].mean())
        row[:] = again.elasticity, again.speed
    return found


def later(answered: Saturating, fit: Fit) -> dict[int, float]:
    """Questions of each year relative to 2022 as the fit has them, the old slope included."""
    ages = np.arange(parse_month("2022-01"), parse_month("2026-01")) - LAUNCH
    logs = SLOPE * ages
    logs[ages > 0] += activity(answered, fit.elasticity, fit.speed, int(ages[-1]))
    years = np.exp(logs).reshape(-1, 12).mean(axis=1)
    return {2022 + index: float(level / years[0]) for index, level in enumerate(years)}


def alternatives(after: Floats) -> list[tuple[Saturating, Fit]]:
    """For other levels that answers may tend to: the time constant, elasticity and speed that fit best."""
    found = []
    for saturation in (0.4, 0.5, 0.6, 0.7, SATURATION, 1.0):
        tried = [Saturating(saturation=saturation, time_constant=time) for time in np.arange(2.0, 30.5, 0.5)]
        fits = [(curve, best(grid(curve, after.size, every=5), after, every=5)) for curve in tried]
        found.append(min(fits, key=lambda pair: pair[1].error))
    return found


def line(answered: Saturating, fit: Fit) -> str:
    """One line of the tables: curve, fit, and what it says of later years."""
    years = later(answered, fit)
    told = f"{answered.saturation:10.2f} {answered.time_constant:8.1f} {fit.elasticity:10.2f} {fit.speed:6.2f}"
    return f"{told} {fit.error:6.3f}  " + "  ".join(f"{years[year]:.2f}" for year in (2023, 2024, 2025))


def draw(file: Path, months: NDArray[np.int_], logs: Floats, questions: Floats, answered: Saturating, fit: Fit) -> None:
    """The series, its old slope and the fit, with the yearly figures inferred later, all relative to the launch."""
    import matplotlib.pyplot as plt

    flat = logs - SLOPE * (months - LAUNCH)
    level = flat[(months >= BEFORE) & (months <= LAUNCH)].mean()
    ages = np.arange(BEFORE, parse_month("2026-01")) - LAUNCH
    slope = np.exp(SLOPE * ages)
    people = slope.copy()
    people[ages > 0] *= np.exp(activity(answered, fit.elasticity, fit.speed, int(ages[-1])))
    figure, axes = plt.subplots(figsize=(7.2, 4.2), layout="constrained")
    dates, drawn = (2022 + (each - parse_month("2022-01") + 0.5) / 12 for each in (months, ages + LAUNCH))
    axes.plot(dates, questions / np.exp(level), color="#bbbbbb", lw=1, label="questions a month")
    axes.plot(dates, np.exp(logs - level), color=INK, lw=1.4, label="without seasons")
    axes.plot(
        drawn, slope, color=BASELINE, lw=1.2, ls="--", label=f"slope before the launch, {100 * SLOPE:.2f} % a month"
    )
    axes.plot(drawn, people, color=BLUE, lw=2, label=f"readers lost to AI answers, elasticity {fit.elasticity:.2f}")
    base = people[drawn.astype(int) == 2022].mean() / YEARLY[2022]
    yearly = np.array(list(YEARLY.items()))
    label = "yearly, with deleted ones (not fitted; scaled to 2022)"
    axes.plot(yearly[:, 0] + 0.5, base * yearly[:, 1], "o", color=VERMILLION, mfc="none", label=label)
    axes.axvline(2022.91, color=BASELINE, lw=0.8, ls=":", label="ChatGPT")
    axes.set_yscale("log", base=2)
    axes.set_yticks([0.0625, 0.125, 0.25, 0.5, 1.0], ["0.0625", "0.125", "0.25", "0.5", "1"])
    axes.set(xlabel="year", ylabel="relative to the trend at launch (log scale)")
    axes.set_title("Stack Overflow's questions, and readers lost to AI answers", loc="left", fontsize=11)
    axes.legend(frameon=False, fontsize=8, loc="lower left")
    figure.savefig(file, dpi=150)


def main() -> None:
    """Print the table of this script's docstring, and draw the picture."""
    parser = argparse.ArgumentParser()
    parser.add_argument("monthly", type=Path, nargs="?", help="csv with columns month, questions")
    parser.add_argument("--figure", type=Path, default=Path("fit_participation.png"))
    parser.add_argument("--bootstraps", type=int, default=1000)
    options = parser.parse_args()
    months, questions = read(options.monthly)
    before, after = excess(months, logs := adjusted(months, questions))
    print("share of the old trend, by months since launch")
    print("  ".join(f"{age}: {np.exp(after[age - 1]):.2f}" for age in (1, 3, 6, 9, 12, 13)))
    print(f"answers as developers' use of AI tools\n{HEADING}")
    answered = from_surveys(SATURATION)
    curves = grid(answered, after.size)
    fit = best(curves, after)
    print(line(answered, fit))
    print(line(answered, best(curves, after, speed=SLOW)))
    spread = bootstrap(curves, fit, before, after, options.bootstraps)
    for name, values in zip(("elasticity", "speed"), spread.T, strict=True):
        low, high = np.quantile(values, [0.025, 0.975])
        print(f"{name}: 95 % of {options.bootstraps} bootstraps from {low:.2f} to {high:.2f}")
    print(f"answers as fits best\n{HEADING}")
    for curve, other in alternatives(after):
        print(line(curve, other))
    seen = "  ".join(f"{YEARLY[year] / YEARLY[2022]:.2f}" for year in (2023, 2024, 2025))
    print(f"{'inferred later, another definition':44}  {seen}")
    draw(options.figure, months, logs, questions, answered, fit)


if __name__ == "__main__":
    main()
