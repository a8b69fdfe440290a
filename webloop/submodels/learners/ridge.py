"""Ridge regression: least squares that shrinks what the pages say little about."""

from typing import ClassVar, Literal

from webloop.content.regression.linear import RegressionSource, rule
from webloop.content.regression.normal_equations import normal_equations, solve
from webloop.content.weighted import Training
from webloop.registry import param, register
from webloop.submodels.roles import Learner


@register("learner")
class Ridge(Learner):
    """(X'WX + penalty I)^-1 X'Wy: the penalty counts as that many pages of each unit vector with the answer 0.

    The penalty is absolute: it does not grow with the number of pages, so its effect wears off in a large pool.

    >>> import numpy as np
    >>> from webloop.content.samples import Chunk
    >>> rows = np.array([[[1.0, 0.0, 2.0], [0.0, 1.0, 3.0], [0.0, 1.0, 5.0]]])  # x1, x2, y
    >>> Ridge(penalty=1.0).fit((((Chunk(rows),), 1.0),)).mean.round(4).tolist()  # 2 / (1 + 1), 8 / (2 + 1)
    [[1.0, 2.6667]]

    References:
        Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634; Dohmatob, Feng and Kempe 2024,
        arXiv:2402.07712 (ridge regression on its own output).
    """

    content: ClassVar[str] = "regression"

    kind: Literal["ridge"] = "ridge"
    penalty: float = param(
        1.0, "Weight of the squared length of w; 0 is least squares", unit="pages", ge=0, le=1e15, source="assumption"
    )

    def fit(self, training: Training) -> RegressionSource:
        """Fitted coefficients, without noise."""
        return rule(solve(*normal_equations(training), self.penalty))
