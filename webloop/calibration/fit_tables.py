"""A fit as a table for the terminal: what was known of each parameter before, and what is now."""

from webloop.calibration.fit import Fit
from webloop.calibration.posterior import Learned, Three
from webloop.outcomes.tables import number as large
from webloop.outcomes.tables import print_rows

HEAD = ("parameter", "before: 5 % to 95 %", "middle", "after: 5 % to 95 %", "middle", "narrower")
NOTHING = "as before"


def number(value: float, *, whole: bool = False) -> str:
    """A value with three digits.

    >>> number(0.123456), number(2.7e9), number(12.0, whole=True)
    ('0.123', '2.70B', '12')
    """
    if abs(value) >= 10_000:
        return large(value, "")
    return f"{value:.0f}" if whole else f"{value:.3g}"


def interval(three: Three, *, whole: bool = False) -> str:
    """The middle 90 %."""
    return f"{number(three[0], whole=whole)} to {number(three[2], whole=whole)}"


def row(each: Learned) -> tuple[str, ...]:
    """A parameter before and after."""
    first = (each.name, interval(each.before, whole=each.whole), number(each.before[1], whole=each.whole))
    if each.after is None:
        return (*first, NOTHING, "", "")
    return (
        *first,
        interval(each.after, whole=each.whole),
        number(each.after[1], whole=each.whole),
        f"{100 * each.narrower:.0f} %",
    )


def print_fit(found: Fit) -> None:
    """The table, and how well the posterior is known."""
    import click

    click.echo(f"{found.problem.name}: {fitted_to(found)}")
    print_rows(HEAD, [row(each) for each in found.learned], whole=("parameter",))
    click.echo(f"chain: {mixed(found)}")
    click.echo(f"likeliest values: {furthest(found)}")
    if found.diagnostics.warning:
        click.echo(f"warning: {found.diagnostics.warning}")


def fitted_to(found: Fit) -> str:
    """How many targets there were, in words."""
    targets = found.problem.targets
    roles = [f"{sum(each.role == role for each in targets)} {role.replace('_', '-')}" for role in found.roles]
    seen = sum(each.after is not None for each in found.learned)
    return f"{' and '.join(roles)} targets; they speak of {seen} of {len(found.learned)} parameters"


def mixed(found: Fit) -> str:
    """How good the sample is, in words."""
    chain = found.diagnostics
    return (
        f"{chain.walkers} walkers x {chain.steps} steps are worth {chain.effective:,.0f} independent draws "
        f"(autocorrelation time {chain.autocorrelation:.1f} steps), {100 * chain.acceptance:.0f} % of moves accepted"
    )


def furthest(found: Fit) -> str:
    """How near the likeliest values come to the targets, in words."""
    residuals = found.mode.residuals
    worst = int(abs(residuals).argmax())
    side = "above" if residuals[worst] > 0 else "below"
    return (
        f"squared residuals sum to {float(residuals @ residuals):.1f} over {len(residuals)} targets; the furthest is "
        f"{found.problem.targets[worst].id}, observed {abs(residuals[worst]):.1f} standard deviations {side} the model"
    )
