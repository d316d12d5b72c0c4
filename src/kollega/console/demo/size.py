"""How much the large demo holds."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Totals over all practices."""

    practices: int = 100
    people: int = 500
    clients: int = 20_000
    visits: int = 300_000
    notes: int = 300_000
    log_rows: int = 10_000_000

    def scaled(self, share: float) -> "Size":
        """Return a share of everything, at least one of each and a person for every practice."""
        practices = max(1, round(self.practices * share))
        return Size(
            practices=practices,
            people=max(practices, round(self.people * share)),
            clients=max(practices, round(self.clients * share)),
            visits=round(self.visits * share),
            notes=round(self.notes * share),
            log_rows=round(self.log_rows * share),
        )

    def each(self) -> Iterator["Size"]:
        """Yield the part of every practice; the parts differ by one at most."""
        for number in range(self.practices):
            people, clients, visits, notes, log_rows = (
                total * (number + 1) // self.practices - total * number // self.practices
                for total in (self.people, self.clients, self.visits, self.notes, self.log_rows)
            )
            yield Size(1, people, clients, visits, notes, log_rows)


def one_practice(clients: int) -> Size:
    """Return the size of a single practice with this many clients: a clinician for 1,000 of them."""
    return Size(1, max(5, clients // 1000), clients, clients, clients, clients * 10)
