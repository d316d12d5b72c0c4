"""Measure Kollega on this machine: `python -m tests.benchmarks`, or `make bench`.

Starts a database and the web server of its own, fills in data (100,000 appointments, one practice with 20,000
clients), and lets eight clients ask. Prints figures and judges none of them: how fast a machine is, is no defect. The
exit code is 1 only when answers were wrong: a server error, an unexpected refusal, or a time given to two.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tests.benchmarks.house import House, served
from tests.benchmarks.usage import load_of_machine

if TYPE_CHECKING:
    from tests.benchmarks.people import Asker
    from tests.benchmarks.report import Line

# Together with the practice of 20,000 this makes 100,000 appointments.
OTHERS = 0.27
CLIENTS_IN_ONE = 20_000
SLUG = "house-001"
GROWING = ("week", "team", "free", "public", "public_any", "book")


def main() -> int:
    options = _options()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kollega-bench-") as made:
        folder = Path(options.folder or made).resolve()
        with served(folder) as house:
            print(f"Started in {time.monotonic() - began:.0f} s; {load_of_machine()}.", flush=True)
            _fill(options.share)
            return _measure(house, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of the usual amount of data, for example 0.05")
    parser.add_argument("--only", default="", help="cases, separated by commas: week,week_page,search,card,book,...")
    parser.add_argument("--seconds", type=float, default=5.0, help="that each case is measured")
    parser.add_argument("--folder", default="", help="keep the data there and use it again")
    parser.add_argument("--statements", action="store_true", help="print the SQL of one request of each case")
    parser.add_argument("--grow", type=int, default=1, help="measure the calendar again with so many times the visits")
    return parser.parse_args()


def _fill(share: float) -> None:
    from kollega.console.demo.large import make_large
    from kollega.console.demo.size import Size, one_practice

    began = time.monotonic()
    for line in make_large(one_practice(max(100, round(CLIENTS_IN_ONE * share))), prefix=SLUG[:-4]):
        print(line, flush=True)
    practices = list(make_large(Size().scaled(OTHERS * share)))
    print(f"{len(practices)} more practices; filled in {time.monotonic() - began:.0f} s.", flush=True)


def _measure(house: House, options: argparse.Namespace) -> int:
    from tests.benchmarks.answers import overlapping, race
    from tests.benchmarks.booking_page import four_weeks, open_page
    from tests.benchmarks.people import askers
    from tests.benchmarks.report import table

    wanted = [name for name in options.only.split(",") if name]
    people = askers(SLUG)
    open_page(people[0])
    lines = _measure_cases(house, people, options, wanted)
    wrong = []
    if not wanted or "book" in wanted:
        lost, longest = race(house, people)
        wrong += lost
        print(f"20 rounds of 8 clients on one slot: {20 - len(lost)} with one winner, longest wait {longest:.2f} s")
    for words, anyone in (("one clinician", False), ("the first of 20, with rooms", True)):
        found = four_weeks(people[0], anyone=anyone)
        print(
            f"Free times of four weeks, {words}: p50 {found.at(0.5):.0f} ms, p95 {found.at(0.95):.0f} ms in one process"
        )
    print(f"\n{table(lines)}\n")
    if options.grow > 1:
        lines += _measure_grown(house, options, lines)
    wrong += [f"{line.case.title}: {dict(line.over_http.statuses)}" for line in lines if line.errors]
    twice = overlapping(house.urls.owner_url)
    wrong += [f"{twice} appointments overlap others"] if twice else []
    print(f"Machine: {load_of_machine()}.")
    print("\n".join(wrong) or "All answers were right.")
    return 1 if wrong else 0


def _measure_cases(house: House, people: "list[Asker]", options: argparse.Namespace, wanted: list[str]) -> "list[Line]":
    from tests.benchmarks.bare import Bare, measure_bare
    from tests.benchmarks.cases import cases
    from tests.benchmarks.counting import statements
    from tests.benchmarks.load import measure
    from tests.benchmarks.people import forget_connections
    from tests.benchmarks.report import Line

    with psycopg.connect(house.urls.owner_url) as connection:
        connection.execute("analyze")
    lines = []
    for case in cases(people):
        if wanted and case.name not in wanted:
            continue
        before = None
        for turn in range(2):
            before, number, told = statements(case.next_of(0, turn, before))
        if options.statements:
            print(f"\n{case.title}\n" + "\n".join(told) + "\n")
        forget_connections()
        over_http = measure(house, case.next_of, seconds=options.seconds, most=case.most, clients=case.clients)
        bare = None
        with psycopg.connect(house.urls.owner_url) as connection:
            work = Bare(connection, people[0]).by_case().get(case.name)
            if work is not None:
                bare = measure_bare(work, seconds=min(2.0, options.seconds))
        lines.append(Line(case, over_http, number, bare))
        print(f"{case.title}: {over_http.rate:.0f}/s, p95 {over_http.at(0.95):.0f} ms", flush=True)
    return lines


def _measure_grown(house: House, options: argparse.Namespace, before: "list[Line]") -> "list[Line]":
    """Measure the calendar's cases again with many times the appointments, and print how much dearer a request is."""
    from tests.benchmarks.growth import grow
    from tests.benchmarks.people import askers
    from tests.benchmarks.report import table

    began = time.monotonic()
    with psycopg.connect(house.urls.owner_url) as connection:
        count = grow(connection, options.grow)
    print(f"{count} appointments after {time.monotonic() - began:.0f} s.", flush=True)
    known = {line.case.name: line for line in before}
    lines = _measure_cases(house, askers(SLUG), options, [name for name in GROWING if name in known])
    print(f"\n{table(lines)}\n")
    for line in lines:
        dearer = line.cpu / known[line.case.name].cpu
        print(f"{line.case.title}: {dearer:.2f} times the CPU per request with {options.grow} times the appointments")
    return lines


if __name__ == "__main__":
    sys.exit(main())
