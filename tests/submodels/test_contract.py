"""What every registered submodel owes its users; a new one is tested by being registered."""

import pickle
from functools import partial
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from webloop.registry import Submodel, kinds, roles

REGISTERED = [(role, kind, cls) for role in roles() for kind, cls in sorted(kinds(role).items())]
IDS = [f"{role}-{kind}" for role, kind, _ in REGISTERED]
EXAMPLES: dict[tuple[str, str], dict[str, object]] = {
    ("adoption", "constant"): {"level": 0.5},
    ("participation", "trend"): {"slopes": [{"start": "2022-12", "rate": -0.01}]},
    ("learner", "hugging_face"): {"folder": "models/mine"},
    ("distribution", "uniform"): {"low": 0.0, "high": 1.0},
    ("distribution", "loguniform"): {"low": 0.5, "high": 4.0},
    ("distribution", "triangular"): {"low": 6.0, "mode": 12.0, "high": 18.0},
    ("distribution", "lognormal"): {"low": 130.0, "high": 2100.0},
    ("distribution", "dirichlet"): {"concentration": 50.0},
}
"""Values for parameters that have no default."""


def example(role: str, kind: str, cls: type[Submodel]) -> Submodel:
    return cls.model_validate(EXAMPLES.get((role, kind), {}))


@pytest.mark.parametrize(("role", "kind", "cls"), REGISTERED, ids=IDS)
class TestEverySubmodel:
    def test_is_documented_with_an_example(self, role: str, kind: str, cls: type[Submodel]) -> None:
        assert cls.__doc__ is not None
        assert ">>>" in cls.__doc__
        assert cls.__module__.split(".")[-1] == kind, "one submodel a file, called by its kind"

    def test_parameters_are_described(self, role: str, kind: str, cls: type[Submodel]) -> None:
        for name, field in cls.model_fields.items():
            if name != "kind":
                assert field.description, f"{name} has no description"
                assert isinstance(field.json_schema_extra, dict)
                assert field.json_schema_extra["unit"]
                assert field.json_schema_extra["source"], f"{name} has no source"

    def test_survives_pickling_and_json(self, role: str, kind: str, cls: type[Submodel]) -> None:
        one = example(role, kind, cls)
        assert pickle.loads(pickle.dumps(one)) == one
        assert cls.model_validate_json(one.model_dump_json()) == one

    def test_is_frozen_and_refuses_unknown_keys(self, role: str, kind: str, cls: type[Submodel]) -> None:
        one = example(role, kind, cls)
        with pytest.raises(ValidationError):
            one.kind = "other"
        with pytest.raises(ValidationError):
            cls.model_validate({**EXAMPLES.get((role, kind), {}), "no_such_parameter": 1})


@pytest.mark.parametrize("role", ["adoption", "participation"])
def test_what_segments_share_is_hashable(role: str) -> None:
    for kind, cls in kinds(role).items():
        assert hash(example(role, kind, cls)) == hash(example(role, kind, cls))


def test_two_submodels_of_one_kind_are_refused() -> None:
    from typing import Literal

    from webloop.registry import register

    class Replace(Submodel):
        kind: Literal["replace"] = "replace"

    Replace.__qualname__ = "somewhere.Else"
    with pytest.raises(ValueError, match="registered twice"):
        register("accumulation")(Replace)


ROWS = np.array([[8.0, 4.0, 0.0, 1.0, 3.0], [1.0, 0.0, 0.0, 5.0, 2.0], [0.0, 0.0, 9.0, 0.0, 0.0]])
SETTINGS = {
    ("learner", "maximum_likelihood"): [{}, {"smoothing": 2.0}, {"capacity": 2}],
    ("decoder", "sampling"): [{}, {"temperature": 0.7}, {"top_k": 2}, {"top_p": 0.6}],
    ("choice", "best_of"): [{}, {"candidates": 5}, {"candidates": "unlimited"}, {"sharpness": 3.0}],
}
"""Parameters under which each must hold; their defaults for others."""


OF_IDEAS = [
    e for e in REGISTERED if e[0] in {"learner", "decoder", "choice"} and getattr(e[2], "content", "") in {"", "ideas"}
]


@pytest.mark.parametrize(("role", "kind", "cls"), OF_IDEAS, ids=[kind for _, kind, _ in OF_IDEAS])
def test_what_makes_distributions_treats_replicates_alone(role: str, kind: str, cls: type[Submodel]) -> None:
    """A block of replicates at once is each of them by itself, and every row is a distribution."""
    for settings in SETTINGS.get((role, kind), [{}]):
        one: Any = cls.model_validate(settings)
        if role == "learner":
            made, given = one.fit, ROWS
        else:
            given = ROWS / ROWS.sum(axis=1, keepdims=True)
            made = one.decode if role == "decoder" else partial(one.chosen, rewards=np.linspace(0.0, 1.0, 5))
        together = made(given)
        assert together.shape == given.shape
        assert together.sum(axis=1) == pytest.approx(1.0)
        for row, alone in zip(together, given, strict=True):
            assert row == pytest.approx(made(alone), rel=1e-12)
