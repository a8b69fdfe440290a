"""What must hold for a list or mapping as a whole: shares that add up, dates in order."""

SUM_TOLERANCE = 1e-6


class MisplacedError(ValueError):
    """Something in a list or mapping stands where it can't.

    Args:
        message: what is wrong; what is allowed.
        below: its path within the list or mapping.
    """

    def __init__(self, message: str, *below: str | int) -> None:
        super().__init__(message)
        self.below = below


def sums_to_one(values: list[float], what: str) -> None:
    """Refuse shares that do not add up.

    Raises:
        ValueError: when the sum is further than 1e-6 from 1.
    """
    total = sum(values)
    if abs(total - 1) > SUM_TOLERANCE:
        raise ValueError(f"{what} sum to {total:.6g}; they must sum to 1")
