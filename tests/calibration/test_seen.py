"""A user's file can't hold out what the fits have seen."""

import pytest

from tests.calibration.made import HEAD, HORIZON, INSTRUMENTS, Written, line
from webloop.calibration.targets import Target, load_targets
from webloop.scenario.problems import ScenarioError

SEEN = f"{HEAD},role,baseline"


def one(written: Written, **cells: object) -> Target:
    (found,) = load_targets(written(line(**cells)), INSTRUMENTS, HORIZON)
    return found


@pytest.mark.parametrize(
    ("date", "baseline", "role"),
    [
        ("2023-11", "", "fit"),
        ("2023-11..2024-02", "", "fit"),
        ("2023-09..2023-10", "", "input"),
        ("2023-12..2024-12", "", "held_out"),
        ("2023-11", "article-web", "fit"),
        ("2023-11", "site-web", "held_out"),
    ],
)
def test_what_the_fits_have_seen_is_not_held_out_under_another_name(
    written: Written, date: str, baseline: str, role: str
) -> None:
    """S1 was fitted (article-web), S3a set a parameter (site-web); both are of the detector."""
    text = line(id="mine", date=date, role="", baseline=baseline)
    (found,) = load_targets(written(text, head=SEEN), INSTRUMENTS, HORIZON)
    assert found.role == role


def test_other_instruments_have_seen_nothing(written: Written) -> None:
    assert one(written, date="2023-11", instrument_to_simulate="questions", unit="ratio").role == "held_out"


@pytest.mark.parametrize(
    ("name", "instrument"), [("mine", "detector"), ("S1", "detector"), ("S1", "mean of 3 detectors")]
)
def test_holding_out_what_the_fits_have_seen_is_refused(written: Written, name: str, instrument: str) -> None:
    text = line(id=name, date="2023-11", instrument_to_simulate=instrument, role="held_out", baseline="")
    with pytest.raises(ScenarioError) as error:
        load_targets(written(text, head=SEEN), INSTRUMENTS, HORIZON)
    place = text.index("held_out") + 1
    assert str(error.value) == (
        f"mine.csv:2:{place} role: detector in these months is what the fits have seen: the shipped target S1; "
        "leave the role empty, or say fit as that target does"
    )


def test_a_shipped_target_that_moves_into_fitted_months_is_fitted(written: Written) -> None:
    """S3b is held out, but not where S1 was read."""
    assert one(written, id="S3b", date="2023-12").role == "held_out"
    assert one(written, id="S3b", date="2023-11").role == "fit"


def test_other_roles_are_the_users_own(written: Written) -> None:
    text = line(date="2023-11", role="input", baseline="")
    assert load_targets(written(text, head=SEEN), INSTRUMENTS, HORIZON)[0].role == "input"
