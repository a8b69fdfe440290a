"""Sobol' indices and Morris' elementary effects of a design, through SALib.

A parameter's first-order index is the share of the variance that it explains alone; its total index is the share
that it has a part in, interactions included (Sobol' 2001; estimators of Saltelli et al. 2010 in SALib, Iwanaga et
al. 2022). Elementary effects cost far fewer runs and only say which parameters can be left out (Morris 1991;
Campolongo et al. 2007).

References:
    Campolongo, F., Cariboni, J. & Saltelli, A. (2007), An effective screening design for sensitivity analysis of
    large models, Environmental Modelling & Software 22, 1509-1518.

    Iwanaga, T., Usher, W. & Herman, J. (2022), Toward SALib 2.0, Socio-Environmental Systems Modelling 4, 18155.

    Morris, M. D. (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33,
    161-174.

    Saltelli, A. et al. (2010), Variance based sensitivity analysis of model output, Computer Physics
    Communications 181, 259-270.

    Sobol', I. M. (2001), Global sensitivity indices for nonlinear mathematical models and their Monte Carlo
    estimates, Mathematics and Computers in Simulation 55, 271-280.
"""

from typing import Any, cast

import numpy as np
import pandas as pd

from webloop.extras import extra
from webloop.outcomes.drawn import Array, Design
from webloop.scenario.designs import SALIB, problem

METHODS = {"sobol": "saltelli", "morris": "morris"}
"""Designs, by the analysis that needs them."""
SOBOL = ("first", "first_low", "first_high", "total", "total_low", "total_high")
MORRIS = ("mu", "mu_star", "mu_star_low", "mu_star_high", "sigma")
CONFIDENCE, RESAMPLES, SEED = 0.95, 500, 1
WIDE = 0.5
"""An interval of a total index that is wider than this does not say how much a parameter matters."""
LITTLE = 0.05
"""A parameter matters little when the whole interval of its total index lies below this, and matters when above."""
CHANCE = 0.5
"""Where chance makes more than this of the variance between draws, nothing is said of parameters."""
SCREEN = 0.1
"""Screening keeps what may have this share of the largest effect."""
_SAME = 1e-9


def constant(values: Array) -> bool:
    """Whether values differ by no more than rounding.

    >>> constant(np.array([0.3, 0.1 + 0.2])), constant(np.array([0.0, 1e-9]))
    (True, False)
    """
    return bool(np.ptp(values) <= _SAME * np.abs(values).max())


def sobol_indices(design: Design, values: Array) -> pd.DataFrame:
    """First-order and total indices of every group, the largest total first, with 95 % bootstrap intervals.

    Args:
        design: a Saltelli design.
        values: of the metric, one per draw.
    """
    if constant(values[design.sample]):
        return nothing(design, "sobol", "the same in all draws")
    found = extra("SALib.analyze.sobol", *SALIB).analyze(
        problem(design.groups, design.group_of),
        values,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=SEED,
    )
    rows = pd.DataFrame({"parameter": design.groups})
    for name, key in (("first", "S1"), ("total", "ST")):
        middle, half = np.asarray(found[key], dtype=float), np.asarray(found[f"{key}_conf"], dtype=float)
        middle = np.where(np.abs(middle) < _SAME, 0.0, middle)
        rows[name], rows[f"{name}_low"], rows[f"{name}_high"] = middle, middle - half, middle + half
    rows["verdict"] = [
        verdict(*each) for each in zip(rows["total"], rows["total_low"], rows["total_high"], strict=True)
    ]
    return rows.sort_values("total", ascending=False, kind="stable", ignore_index=True)


def verdict(total: float, low: float, high: float) -> str:
    """What the interval of a total index says.

    >>> verdict(0.6, 0.5, 0.7), verdict(0.02, -0.01, 0.04), verdict(0.3, -0.1, 0.7), verdict(0.0, 0.0, 0.0)
    ('matters', 'matters little', 'too few samples to tell', 'no effect')
    >>> verdict(0.8, 0.5, 1.1)
    'matters, unclear how much'
    """
    if total == 0:
        return "no effect"
    if high < LITTLE:
        return "matters little"
    if low <= LITTLE:
        return "too few samples to tell"
    if low > 1:  # a share can't be: the estimate has not settled
        return "too few samples to tell"
    return "matters" if high - low <= WIDE else "matters, unclear how much"


def morris_effects(design: Design, values: Array) -> pd.DataFrame:
    """Elementary effects of every group, in the unit of the metric per range of the parameter, the largest first.

    `mu` and `sigma` of a group of several coordinates are not numbers: a group has no direction.

    Args:
        design: a Morris design of four levels.
        values: of the metric, one per draw.
    """
    if constant(values):
        return nothing(design, "morris", "the same in all draws")
    found = extra("SALib.analyze.morris", *SALIB).analyze(
        problem(design.groups, design.group_of),
        design.unit,
        values,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=SEED,
    )
    rows = pd.DataFrame({"parameter": design.groups})
    numbers = {key: np.ma.getdata(found[key]).astype(float) for key in ("mu", "mu_star", "mu_star_conf", "sigma")}
    none = numbers["mu_star"] <= _SAME * numbers["mu_star"].max()  # rounding
    middle, half = (np.where(none, 0.0, numbers[key]) for key in ("mu_star", "mu_star_conf"))
    rows["mu_star"], rows["mu_star_low"], rows["mu_star_high"] = middle, middle - half, middle + half
    single = np.bincount(design.group_of, minlength=len(design.groups)) == 1
    for name in ("mu", "sigma"):
        rows[name] = np.where(single, np.where(none, 0.0, numbers[name]), np.nan)
    enough = SCREEN * middle.max()
    rows["verdict"] = ["keep" if high >= enough and high > 0 else "leave out" for high in rows["mu_star_high"]]
    return rows.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True)


def nothing(design: Design, method: str, why: str) -> pd.DataFrame:
    """No numbers, and why."""
    numbers = dict.fromkeys(SOBOL if method == "sobol" else MORRIS, np.nan)
    return pd.DataFrame({"parameter": design.groups}).assign(**cast(dict[str, Any], numbers), verdict=why)
