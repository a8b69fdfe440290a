"""A notebook that opens a results folder: scenarios, a comparison, a fan chart, generations, since when, DataFrames.

    pip install 'webloop[notebook]'
    marimo edit analysis/notebook.py                               # in the browser, cells to change
    marimo run analysis/notebook.py -- --results results/study     # in the browser, without the code
    python analysis/notebook.py --results results/study            # as a script: writes the tables to the terminal

It reads the folder and writes nothing into it. It needs no network; marimo itself looks for updates of its own when its
editor starts, which MARIMO_SKIP_UPDATE_CHECK=1 turns off.
"""

# ruff: noqa: N803  (cells take what others define, by its name)

import marimo

app = marimo.App(width="medium", app_title="A results folder of webloop")


@app.cell
def _():
    from html import escape

    import marimo as mo

    from webloop.errors import InputError
    from webloop.outcomes.compare import compare
    from webloop.outcomes.headlines import headlines
    from webloop.outcomes.results import Results
    from webloop.plots.registry import pictures
    from webloop.plots.render import render
    from webloop.plots.runs import all_runs

    def table(frame, **how):
        """A whole table, as text."""
        return mo.Html(frame.to_html(float_format="{:.4g}".format, na_rep="", **how))

    return InputError, Results, all_runs, compare, escape, headlines, mo, pictures, render, table


@app.cell
def _(mo):
    asked = mo.ui.text(
        value=str(mo.cli_args().get("results") or "results/study"), label="Results folder", full_width=True
    )
    mo.vstack([mo.md("# A results folder"), asked])
    return (asked,)


@app.cell
def _(InputError, Results, asked, mo):
    try:
        results = Results(asked.value)
        problem = ""
    except InputError as error:
        problem = f"{error}\n\nMake one: webloop run scenarios/study.yaml --out results/study"
    if problem and mo.app_meta().mode == "script":
        raise SystemExit(problem)
    mo.stop(bool(problem), mo.callout(mo.plain_text(problem)))
    return (results,)


@app.cell
def _(all_runs, mo, results, table):
    import pandas as pd

    scenarios = pd.DataFrame(
        {
            "scenario": results.scenarios,
            "title": [results.title(name) for name in results.scenarios],
            "differs from": [results.starts(name) or "" for name in results.scenarios],
        }
    )
    mo.vstack([mo.md(f"## Scenarios\n\n{all_runs(results)} of each."), table(scenarios, index=False)])
    return (scenarios,)


@app.cell
def _(headlines, mo, results):
    known = [name for name in headlines(results) if name in results.monthly_metrics]
    metric = mo.ui.dropdown(options=known, value=known[0], label="Metric")
    mo.vstack([mo.md("## One metric"), metric])
    return known, metric


@app.cell
def _(escape, metric, mo, pictures, render, results):
    fan = pictures()["fan"].function(results, metric.value)
    mo.vstack([mo.md("### Over time"), mo.image(render(fan, "png"), alt=escape(fan.alt), width="100%")])
    return (fan,)


@app.cell
def _(compare, metric, mo, results, table):
    several = len(results.scenarios) > 1
    mo.stop(not several, mo.md("There is one scenario only, and nothing to compare it with."))
    comparison = compare(results, [metric.value]).set_index("scenario")
    columns = ["baseline_mean", "scenario_mean", "difference", "low", "high", "verdict"]
    mo.vstack(
        [
            mo.md("### Against the baseline\n\nPaired differences in the last month with 95 % intervals."),
            table(comparison[columns]),
        ]
    )
    return (comparison,)


@app.cell
def _(comparison, metric, mo, results):
    label = results.recorded[metric.value].label
    told = comparison[comparison["since"].notna() & (comparison["since"] != "")]
    since = [f"{results.title(name)}: since {month}" for name, month in told["since"].items()]
    rest = comparison.loc[[name for name in comparison.index if name not in told.index], "verdict"]
    untold = "can't be told apart yet"
    said = {"same": "the same in every run"}
    since += [f"{results.title(name)}: {said.get(told_as, untold)}" for name, told_as in rest.items()]
    mo.vstack(
        [
            mo.md("### Since when?\n\nThe first month from which the difference can be told from chance to the end."),
            mo.plain_text("\n".join([label, *since])),
        ]
    )
    return (since,)


@app.cell
def _(known, metric, mo, results, table):
    of_models = [name for name in [metric.value, *known] if results.recorded[name].level == "model"]
    mo.stop(not of_models, mo.md("No metric of models was recorded."))
    measured = of_models[0]
    models = results.generations([measured])
    generations = models.pivot_table(index="generation", columns="scenario", values=measured)[results.scenarios]
    mo.vstack(
        [
            mo.md(f"## Generations of models\n\n`{measured}` by generation, mean over labs and runs."),
            table(generations),
        ]
    )
    return generations, models


@app.cell
def _(metric, mo, results, table):
    monthly = results.monthly([metric.value])
    mo.vstack(
        [
            mo.md(
                "## DataFrames\n\n"
                "`results.monthly([...])`: a row for each scenario, draw, replicate and month. "
                "`results.generations([...])`: a row for each trained model. "
                "`results.summary`, `results.dictionary`, `results.lost_ideas`: the small tables. "
                "Compare scenarios within a draw and replicate: these share their luck."
            ),
            table(monthly.tail(5).drop(columns="time"), index=False),
        ]
    )
    return (monthly,)


@app.cell
def _(comparison, mo, scenarios, since):
    if mo.app_meta().mode == "script":
        for each in (scenarios.to_string(index=False), comparison.to_string(), "\n".join(since)):
            print(each, end="\n\n")
    return


if __name__ == "__main__":
    app.run()
