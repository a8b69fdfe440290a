"""Shumailov et al. 2024 and after: a Gaussian that is fitted to its own samples loses its variance."""

import numpy as np

from webloop.replication.case import Case
from webloop.replication.checks import Finding, beyond, bounded, near, ratio, squares
from webloop.replication.forms.gaussian import alpha, large_at_most, log_drift, log_variance, mean_walk
from webloop.replication.panel import Panel, bound, formula, ours
from webloop.replication.paper import Claim, Found, Paper

_NATURE, _SURESH = "doi:10.1038/s41586-024-07566-y", "arXiv:2412.17646"
_FILE = "gaussian.yaml"
_SIZES = (100, 500, 1000, 10_000)
_SCHEDULES = {0: "constant", 1: "linear", 2: "quadratic"}
_SQUARE = float(np.sqrt(2))

UNBIASED = Case("unbiased", _FILE, 100, 1000, 200, ("log_sd", "sd_ratio", "mean_error", "wasserstein_2"), {}, seed=5)
NOTEBOOK = {
    n: Case(
        f"notebook-{n}",
        _FILE,
        1000,
        400 if n == 10_000 else 200,
        50,
        ("log_sd",),
        {"web.pages_per_month": n, "lab.learner.ddof": 0},
    )
    for n in _SIZES
}
EARLY = Case("notebook-early", _FILE, 100, 1000, 200, ("log_sd",), {"lab.learner.ddof": 0}, seed=5)
TEN = Case("ten", _FILE, 200, 1000, 200, ("sd_ratio",), {"web.pages_per_month": 10})
LONG = Case("long", _FILE, 2500, 100, 50, ("log_sd",))
SCHEDULES = {
    power: Case(
        name,
        _FILE,
        200,
        8000 if power == 0 else 1000,
        1000 if power == 0 else 200,
        ("mean_error",),
        {"writers.step_power": power},
        seed=6,
    )
    for power, name in _SCHEDULES.items()
}


def _log(found: Found) -> Finding:
    drift = log_drift(100, 1) * 100
    points = [near("ddof 1, n = 100, t = 100", found["unbiased"].at("log_sd", 100), drift, within=0.143)]
    early = found["notebook-early"].at("log_sd", 100)
    points.append(near("ddof 0, n = 100, t = 100", early, log_drift(100, 0) * 100, within=0.143))
    for n, case in NOTEBOOK.items():
        late = found[case.name].at("log_sd", 1000)
        points.append(near(f"ddof 0, n = {n}, t = 1000", late, log_drift(n, 0) * 1000))
    points.append(near("ddof 1, n = 100, t = 2500", found["long"].at("log_sd", 2500), log_drift(100, 1) * 2500))
    return Finding(tuple(points))


def _walk(found: Found) -> Finding:
    return Finding(
        tuple(
            near(f"ddof {d}, t = {t}", squares(found[name].at("log_sd", t)), log_variance(100) * t, spread=_SQUARE)
            for d, name in ((1, "unbiased"), (0, "notebook-early"))
            for t in (10, 100)
        )
    )


def _sigma(found: Found) -> Finding:
    sigma = found["unbiased"]["sd_ratio"]
    return Finding(tuple(near(f"t = {t}", sigma[:, t - 1], alpha(100) ** t) for t in (10, 50)))


def _mean(found: Found) -> Finding:
    theirs = float(mean_walk(np.full(10, 100.0))[-1])
    return Finding((near("t = 10", found["unbiased"].at("mean_error", 10), theirs, relative=0.3, spread=1.5),))


def _distance(found: Found) -> Finding:
    theirs = 1.5 * float(mean_walk(np.full(10, 100.0))[-1])
    distance = found["unbiased"].at("wasserstein_2", 10)
    return Finding((near("t = 10", distance, theirs, formula=0.002, spread=1.5),))


def _large(found: Found) -> Finding:
    bound = large_at_most(10, 0.1, 200)
    large = (found["ten"]["sd_ratio"] > 0.1).astype(np.float64)
    return Finding(tuple(bounded(f"t = {t}", large[:, t - 1], bound[t - 1], "<=") for t in (100, 200)))


def _bounded_walk(power: int) -> float:
    """E mu^2 at t = 200 where sample sizes grow as that power of t."""
    return float(mean_walk(100 * np.arange(1.0, 201) ** power)[-1])


def _schedules(found: Found) -> Finding:
    growth = {
        power: ratio(found[case.name].at("mean_error", 200), found[case.name].at("mean_error", 10))
        for power, case in SCHEDULES.items()
    }
    return Finding(
        (
            near("constant, t = 200 to 10", growth[0], 20.0, relative=0.3, spread=4.0),
            beyond("quadratic, t = 200 to 10", growth[2], 1.3, "<="),
            *(
                near(f"{name}, t = 200", found[name].at("mean_error", 200), _bounded_walk(power), spread=1.5)
                for power, name in _SCHEDULES.items()
                if power
            ),
        )
    )


def _panels(found: Found) -> list[Panel]:
    logs, errors = [], []
    for n, case in NOTEBOOK.items():
        curve = found[case.name]["log_sd"]
        logs += [ours(f"n = {n}", curve), formula(f"n = {n}", log_drift(n, 0) * np.arange(1, 1001))]
    for power, case in SCHEDULES.items():
        name = "n = 100" + ("", " t", " t²")[power]
        walk = mean_walk(100 * np.arange(1.0, 201) ** power)
        errors += [ours(name, found[case.name]["mean_error"]), formula(name, walk)]
    large = (found["ten"]["sd_ratio"] > 0.1).astype(np.float64)
    return [
        Panel("Log standard deviation, ddof 0", "generation", "mean of log σ", logs),
        Panel("Error of the mean by schedule", "generation", "squared error", errors, log_y=True),
        Panel(
            "Spread is still above a tenth, n = 10",
            "generation",
            "share",
            [ours("n = 10", large), bound("n = 10", large_at_most(10, 0.1, 200))],
        ),
    ]


PAPER = Paper(
    key="shumailov-2024",
    row="L2",
    authors="Shumailov, Shumaylov, Zhao, Papernot, Anderson and Gal",
    year=2024,
    title="AI models collapse when trained on recursively generated data",
    ids=(_NATURE, _SURESH, "arXiv:2505.13947"),
    setup=(
        "N(0, 1) in one dimension, n samples a generation, each model fitted to the samples of the last one (replace)."
    ),
    conventions=(
        "t = 1 is the model fitted to n human samples.",
        (
            "Their notebook takes maximum likelihood (ddof 0), theorem 3.1 and Suresh et al. the unbiased variance "
            "(ddof 1): the drift of log sigma at n = 100 is -0.010093 or -0.005068 a generation."
        ),
        "E sigma^2 and E W2^2 are carried by rare replicates late: claims rest on log sigma, on shares, or on early t.",
    ),
    claims=(
        Claim(
            "shumailov-log",
            "log sigma is a random walk with a negative drift.",
            "derived by us",
            f"{_NATURE}, theorem 3.1 and its notebook; the exact drift is derived here",
            "(t/2) [psi((n-1)/2) - ln((n - ddof)/2)]",
            (UNBIASED, EARLY, *NOTEBOOK.values(), LONG),
            "0.143 at n = 100, t = 100; 5 standard errors elsewhere, n = 100 to 10000, t = 1000 and 2500",
            7,
            _log,
        ),
        Claim(
            "shumailov-walk",
            "Its variance grows by psi_1((n-1)/2)/4 a generation.",
            "derived by us",
            f"after {_NATURE}; derived here",
            "0.00510 a generation at n = 100",
            (UNBIASED, EARLY),
            "5 standard errors at t = 10, 100 for ddof 1 and 0; a square's relative spread is 1.41",
            4,
            _walk,
        ),
        Claim(
            "shumailov-sigma",
            "With the unbiased variance E sigma falls by alpha, about 1 - 1/(4n), a generation.",
            "published",
            f"{_SURESH}, theorem 3",
            "alpha(n)^t",
            (UNBIASED,),
            "5 standard errors at t = 10, 50",
            2,
            _sigma,
        ),
        Claim(
            "shumailov-mean",
            "The mean walks away: E mu^2 = sigma^2 sum 1/M_i.",
            "published",
            f"{_NATURE}, theorem 3.1 and supplement 3.1.1",
            "0.1 at n = 100, t = 10",
            (UNBIASED,),
            "30 % at t = 10; one replicate's relative spread is 1.5 there and 3.7 at t = 200",
            1,
            _mean,
        ),
        Claim(
            "shumailov-distance",
            "So does the distance: E W2^2 is about (3/2) sigma^2 sum 1/M_i.",
            "published",
            f"{_NATURE}, theorem 3.1 (leading order)",
            "0.150 at n = 100, t = 10",
            (UNBIASED,),
            "5 standard errors, one replicate's relative spread being 1.5; at t = 10 the formula is only 0.1 % high",
            1,
            _distance,
        ),
        Claim(
            "suresh-large",
            "P(sigma_t > 0.1) is below exp(-t/(4n - 1)) / 0.1.",
            "published",
            f"{_SURESH}, theorem 3",
            "0.770, 0.059 at t = 100, 200",
            (TEN,),
            "5 standard errors above the bound",
            2,
            _large,
        ),
        Claim(
            "shumailov-schedule",
            "The error stays bounded when sample sizes grow faster than linearly, and only then.",
            "published",
            f"{_NATURE}, supplement 3.1.1; arXiv:2505.13947",
            "E mu^2 grows 20-fold from t = 10 to 200 with constant n, less than 1.3-fold with n ~ t^2; at t = 200 it "
            "is 0.0588 with n ~ t, 0.0164 with n ~ t^2",
            tuple(SCHEDULES.values()),
            "30 % for constant n; below 1.3 for n ~ t^2; at t = 200 5 standard errors, the relative spread being 1.5",
            4,
            _schedules,
        ),
    ),
    panels=_panels,
)
