"""The table that bench/run prints: a row for each thing measured."""

from dataclasses import dataclass
from statistics import median
from typing import Callable


@dataclass
class Row:
    """One comparison. `ratio` is what the goal speaks of; None in a column: does not apply."""

    what: str
    ours: str
    ratio: float | None = None
    peer: str | None = None
    limit: str | None = None
    wanted: str | None = None
    met: bool | None = None


def at_least(ratio: float, bound: float) -> dict:
    """The fields of a row whose ratio must reach `bound`."""
    return {"ratio": ratio, "wanted": f"≥ {bound:g}", "met": ratio >= bound}


def at_most(ratio: float, bound: float) -> dict:
    """The fields of a row whose ratio must not pass `bound`."""
    return {"ratio": ratio, "wanted": f"≤ {bound:g}", "met": ratio <= bound}


def per_second(value: float) -> str:
    return f"{value:,.0f}/s" if value >= 100 else f"{value:.1f}/s"


def interleave(rounds: int, runs: dict[str, Callable[[int], float]]) -> dict[str, float]:
    """Calls every run once a round, in turn, and returns the median of each.

    What disturbs the machine for a while then disturbs all of them alike.
    """
    results: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds):
        for name, run in runs.items():
            results[name].append(run(number))
    return {name: median(values) for name, values in results.items()}


def markdown(rows: list[Row]) -> str:
    lines = [
        "| what | ours | peer | limit | ratio | wanted | met |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        met = {None: "", True: "yes", False: "**no**"}[row.met]
        cells = [row.what, row.ours, row.peer or "", row.limit or "", ratio, row.wanted or "", met]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
