"""The figures as a table, the same on the terminal and in docs/benchmarks.md."""

from dataclasses import dataclass

from tests.benchmarks.cases import Case
from tests.benchmarks.load import Result

HEAD = ("Case", "p50 ms", "p95 ms", "p99 ms", "worst ms", "per s", "errors", "SQL", "CPU ms web", "CPU ms database",
        "bare SQL per s", "bare / Kollega")  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One case as measured over HTTP by eight clients, and as bare SQL by one; None where there is no such thing."""

    case: Case
    over_http: Result
    statements: int
    bare: Result | None

    @property
    def errors(self) -> int:
        return sum(number for status, number in self.over_http.statuses.items() if status not in self.case.right)

    @property
    def cpu(self) -> float:
        """Seconds of all processes for one request."""
        return (self.over_http.web + self.over_http.database) / max(1, len(self.over_http.seconds))

    def cells(self) -> list[str]:
        found, asked = self.over_http, max(1, len(self.over_http.seconds))
        return [
            self.case.title,
            *(f"{found.at(share):.1f}" for share in (0.5, 0.95, 0.99, 1.0)),
            f"{found.rate:.0f}",
            str(self.errors),
            str(self.statements),
            f"{1000 * found.web / asked:.1f}",
            f"{1000 * found.database / asked:.1f}",
            f"{self.bare.rate:.0f}" if self.bare else "",
            f"{self.bare.rate / found.rate:.1f}" if self.bare and found.rate else "",
        ]


def table(lines: list[Line]) -> str:
    """Return the lines as a Markdown table with columns of equal width."""
    rows = [list(HEAD), *(line.cells() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    ruled = [rows[0], ["-" * width for width in widths], *rows[1:]]
    return "\n".join("| " + " | ".join(_put(cell, w, i) for i, (cell, w) in enumerate(zip(row, widths, strict=True)))
                     + " |" for row in ruled)  # fmt: skip


def _put(cell: str, width: int, place: int) -> str:
    return cell.ljust(width) if place == 0 else cell.rjust(width)
