"""Licences: what labs pay to those who write."""

from typing import TYPE_CHECKING

from webloop.world.lab import LabAgent

if TYPE_CHECKING:
    from webloop.world.world import World


class Licences:
    """Payments that labs have agreed to, by the month in which they fall due.

    A training set is paid for in equal monthly parts, from the month after the model's release to the month
    when its successor is due: income is smooth although trainings are not, and every dollar is paid once. The fee
    is shared by the pages that people publish without AI in the month of payment, each alike: licences are sold
    by publishers, who pay those who go on writing.

    Attributes:
        due: US dollars by month, not yet paid.
        paid: US dollars that writers were paid this month, by all labs.
        per_page: the same for each human page of the month; 0 where there is none.
    """

    def __init__(self) -> None:
        self.due: dict[int, float] = {}
        self.paid = 0.0
        self.per_page = 0.0

    def agree(self, month: int, cost: float, months: int) -> None:
        """Spread a cost over the months after this one.

        >>> licences = Licences()
        >>> licences.agree(month=24000, cost=1200.0, months=12)
        >>> licences.pay(month=24001, pages=50)
        >>> licences.paid, licences.per_page
        (100.0, 2.0)
        """
        for later in range(month + 1, month + 1 + months):
            self.due[later] = self.due.get(later, 0.0) + cost / months

    def pay(self, month: int, pages: int) -> None:
        """Pay what is due, for that many human pages."""
        self.paid = self.due.pop(month, 0.0)
        self.per_page = self.paid / pages if pages else 0.0


def agree_licences(world: "World", lab: LabAgent) -> None:
    """A lab owes writers the price of what it has just trained on."""
    if lab.trained is not None:
        uses = lab.trained.training.sources
        cost = sum(use.cost for name, use in uses.items() if lab.rules.mix[name].pays_writers)
        if cost > 0:
            world.licences.agree(world.month, cost, lab.rules.cadence)


def pay_writers(world: "World") -> None:
    """Writers are paid for the month."""
    pages = sum(batch.pages for group, batch in world.new.items() if group.provenance == "human")
    world.licences.pay(world.month, pages)
