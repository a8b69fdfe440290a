"""Curves of the suite's cases from small simulations of their own, apart from the engine: what a right engine gives."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from webloop.content.ideas.frequencies import zipf_mandelbrot
from webloop.replication.case import Case
from webloop.replication.curves import Curves
from webloop.replication.forms.selection import best_of

Floats = NDArray[np.float64]
Rng = np.random.Generator


def curves(case: Case, replicates: int, seed: int = 0) -> Curves:
    """Curves of a case, of as many replicates."""
    simulate = {
        "gaussian.yaml": gaussian,
        "kazdan.yaml": gaussian,
        "alemohammad.yaml": gaussian,
        "golden.yaml": gaussian,
        "gerstgrasser.yaml": regression,
        "archive.yaml": archive,
        "feng.yaml": labels,
        "ferbach.yaml": curation,
        "suresh.yaml": rare,
    }[case.scenario]
    rng = np.random.default_rng([seed, *case.name.encode()])
    found = simulate(case, replicates, rng)
    return Curves({name: found[name] for name in case.metrics})


def _sample(mean: Floats, variance: Floats, n: int, rng: Rng) -> tuple[Floats, Floats]:
    """Mean and sum of squares of n samples."""
    return mean + np.sqrt(variance / n) * rng.standard_normal(len(mean)), variance * rng.chisquare(n - 1, len(mean))


def gaussian(case: Case, replicates: int, rng: Rng) -> dict[str, Floats]:
    """Gaussian loops of every policy: sums of weighted parts, or rows where a subsample is drawn."""
    s: dict[str, Any] = {"alemohammad.yaml": {"lab.decoder.temperature": 0.8, "lab.learner.ddof": 0}}.get(
        case.scenario, {}
    ) | dict(case.settings)
    default = {"gaussian.yaml": 1}.get(case.scenario, 0)
    ddof, power = s.get("lab.learner.ddof", default), s.get("writers.step_power", 0)
    policy, pages = (
        s.get("lab.accumulation", "replace"),
        s.get("web.pages_per_month", 200 if "golden" in case.scenario else 100),
    )
    factor = s.get("lab.decoder.temperature", 1.0)
    later = s["interventions"][0]["set"]["lab.decoder.temperature"] if "interventions" in s else factor
    synthetic = s.get("pinned_pollution", {"2000-02": 0.5 if "golden" in case.scenario else 1.0})["2000-02"]
    weight = s.get("lab.weights", {"human": 1.0, "synthetic": 1.0})
    dimensions = s.get("content.dimensions", 1)
    replicates *= dimensions  # each on its own: sums over them have the same means
    truth, zero = np.ones(replicates), np.zeros(replicates)
    mean, variance = zero, truth
    parts: list[tuple[float, int, Floats, Floats]] = []
    rows = np.empty((replicates, 0))
    out: dict[str, list[Floats]] = {"mean": [], "variance": []}
    for t in range(1, case.generations + 1):
        n = round(pages * t**power)
        made = 0 if t == 1 else round(n * synthetic)
        if policy == "accumulate_subsample":
            rows = np.concatenate(
                [rows, mean[:, None] + np.sqrt(variance)[:, None] * rng.standard_normal((replicates, n))], 1
            )
            picked = np.take_along_axis(rows, rng.random(rows.shape).argpartition(n - 1, axis=1)[:, :n], 1)
            mean, variance = picked.mean(axis=1), picked.var(axis=1)
        else:
            lam = factor if t == 2 else later
            new = [(weight["human"], n - made, *_sample(zero, truth, n - made, rng))] if made < n else []
            new += [(weight["synthetic"], made, *_sample(mean, lam * variance, made, rng))] if made else []
            parts = [*parts, *new] if policy == "accumulate" else new
            total = sum(w * m for w, m, _, _ in parts)
            squares = sum(w * w * m for w, m, _, _ in parts)
            mean = sum((w * m / total * centre for w, m, centre, _ in parts), zero)
            spread = sum((w * ss + w * m * (centre - mean) ** 2 for w, m, centre, ss in parts), zero)
            variance = spread / (total - ddof * squares / total)
        out["mean"].append(mean)
        out["variance"].append(variance)
    m, v = np.stack(out["mean"], axis=1), np.stack(out["variance"], axis=1)
    return {
        "variance_ratio": v.reshape(-1, dimensions, case.generations).mean(axis=1),
        "mean_error": (m**2).reshape(-1, dimensions, case.generations).mean(axis=1),
        "sd_ratio": np.sqrt(v),
        "log_sd": np.log(v) / 2,
        "wasserstein_2": m**2 + (np.sqrt(v) - 1) ** 2,
    }


def regression(case: Case, replicates: int, rng: Rng) -> dict[str, Floats]:
    """Least squares on the same X: each fit adds noise of covariance (X'X)^-1 to what it learned from."""
    if case.settings.get("content.design") == "fresh":
        return {"coefficient_error": np.stack([fresh_regression(case, rng) for _ in range(replicates)])}
    x = rng.standard_normal((replicates, case.settings.get("web.pages_per_month", 111), 10))
    root = np.linalg.cholesky(np.linalg.inv(np.einsum("rpi,rpj->rij", x, x)))
    steps = np.einsum("rij,rtj->rti", root, rng.standard_normal((replicates, case.generations, 10)))
    if case.settings["lab.accumulation"] == "accumulate":
        steps /= np.arange(1, case.generations + 1)[:, None]  # a mean of t fits moves by 1/t of the newest one's noise
    return {"coefficient_error": (np.cumsum(steps, axis=1) ** 2).sum(axis=2)}


def fresh_regression(case: Case, rng: Rng) -> Floats:
    """Least squares on all pages so far, with new X in every generation, (generations,)."""
    gram, moment = np.zeros((10, 10)), np.zeros(10)
    w: Floats = np.zeros(10)
    out = np.empty(case.generations)
    for t in range(case.generations):
        x = rng.standard_normal((case.settings.get("web.pages_per_month", 111), 10))
        gram, moment = gram + x.T @ x, moment + x.T @ (x @ w + rng.standard_normal(len(x)))
        w = np.linalg.solve(gram, moment)
        out[t] = (w**2).sum()
    return out


def archive(case: Case, replicates: int, rng: Rng) -> dict[str, Floats]:
    """Categories: 100 human pages for ever, and those of the last model."""
    p0 = zipf_mandelbrot(100, 1.0, 0.0)
    kept = rng.multinomial(100, p0, size=replicates)
    model = kept / 100
    out: dict[str, list[Floats]] = {"squared_distance": [], "heterozygosity": []}
    made = 100 if case.name == "synthetic-100" else 900
    passed = 0.1 if case.settings.get("lab.filter.detector") else 1.0
    for _ in range(case.generations):
        out["squared_distance"].append(((model - p0) ** 2).sum(axis=1))
        out["heterozygosity"].append(1 - (model**2).sum(axis=1))
        n = rng.binomial(made, passed, size=replicates)
        counts = kept * case.settings.get("lab.mix.archive", 1) + rng.multinomial(
            n, model / model.sum(axis=1, keepdims=True)
        )
        model = counts / counts.sum(axis=1, keepdims=True)
    return {name: np.stack(values, axis=1) for name, values in out.items()}


def labels(case: Case, replicates: int, rng: Rng) -> dict[str, Floats]:
    """Least squares on verified labels of which a share is wrong."""
    detector, wrong = case.settings["lab.filter.detector"], case.settings["lab.hallucination"]
    out = np.ones((replicates, 2))
    for row in range(replicates):
        x = rng.standard_normal((20_000, 5))
        errs = rng.random(20_000) < wrong
        kept = rng.random(20_000) < np.where(errs, detector["keeps_wrong"], detector["keeps_right"])
        y = np.sign(x[:, 0]) * np.where(errs, -1, 1)
        w = np.linalg.lstsq(x[kept], y[kept], rcond=None)[0]
        out[row, 1] = 1 - np.arccos(w[0] / np.linalg.norm(w)) / np.pi
    return {"accuracy": out}


def curation(case: Case, replicates: int, rng: Rng) -> dict[str, Floats]:
    """Five items; two candidates, or so many that the limit will do."""
    p0, r = np.array([0.4, 0.3, 0.15, 0.1, 0.05]), np.linspace(0, 1, 5)
    candidates = case.settings["lab.choice.candidates"]
    candidates = None if candidates == "unlimited" else candidates
    share = case.settings.get("pinned_pollution", {"2000-02": 1.0})["2000-02"]
    model = np.tile(p0, (replicates, 1))
    out = []
    for t in range(case.generations):
        chosen = np.stack([best_of(p, r, candidates) for p in model]) if t else np.tile(p0, (replicates, 1))
        made = round(100_000 * share) if t else 0
        counts = rng.multinomial(100_000 - made, p0, size=replicates) + rng.multinomial(
            made, chosen / chosen.sum(1, keepdims=True)
        )
        model = counts / 100_000
        out.append(model @ r)
    return {"expected_reward": np.stack(out, axis=1)}


def rare(case: Case, replicates: int, rng: Rng) -> dict[str, Floats]:
    """Two ideas, of which one is rare."""
    p, n = case.settings["ideas.frequencies"][1], case.settings["web.pages_per_month"]
    share, out = np.full(replicates, p), []
    for _ in range(case.generations):
        share = rng.binomial(n, share) / n
        out.append(np.where(share == 0, p, np.where(share == 1, 1 - p, 0.0)))
    return {"missing_mass": np.stack(out, axis=1)}
