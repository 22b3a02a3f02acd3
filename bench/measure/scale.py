"""What must not grow with size: lookups, members of a large group, memory, time to start."""

from pathlib import Path
from statistics import median

from . import requests
from .drivers import CONNECTIONS, Load, push
from .servers import Usher
from .settings import Settings
from .table import Row, at_most, interleave, per_second

GROWTH_GOAL = 1.3
MEMORY_GOAL_MIB = 100 * 1000 * 1000 / (1024 * 1024)
READY_GOAL_S = 0.5
STARTS = 5


class Sizes:
    """The same server over a small and a large population."""

    def __init__(self, name: str, database, settings: Settings, folder: Path):
        self._name, self._settings, self._folder = name, settings, folder
        self._small = Usher(database.create("small"))
        self._large = Usher(database.create("large"))
        self._small.process.start()
        self._small_people = push(self._small, settings.small, folder / "small.jsonl")
        self._large.process.start()
        self._large_people = push(self._large, settings.large, folder / "large.jsonl")
        self._resident_mib = self._large.process.resident_mib()

    def stop(self) -> None:
        self._small.process.stop()
        self._large.process.stop()

    def measure(self) -> list[Row]:
        rows = [self._memory()]
        for kind in requests.LOOKUPS:
            rows.append(self._growth(
                kind,
                requests.lookups(kind, self._small_people),
                requests.lookups(kind, self._large_people),
            ))
        rows.append(self._growth(
            "cursor page",
            requests.pages_by_cursor(self._small),
            requests.pages_by_cursor(self._large),
        ))
        rows.extend(self._groups())
        rows.append(self._ready())
        return rows

    def _memory(self) -> Row:
        pushed = f"pushing {self._settings.large:,} people and reading back"
        return Row(
            f"{self._name}: resident MiB after {pushed}",
            f"{self._resident_mib:.0f} MiB",
            **at_most(self._resident_mib, MEMORY_GOAL_MIB) | {
                "ratio": None, "wanted": f"< {MEMORY_GOAL_MIB:.0f} MiB (100 MB)",
            },
        )

    def _growth(self, kind: str, small: list[dict], large: list[dict]) -> Row:
        at = ("--connections", str(CONNECTIONS))
        loads = {
            "small": Load(self._small, small, self._folder, *at),
            "large": Load(self._large, large, self._folder, *at),
        }
        seconds = self._settings.seconds
        medians = interleave(self._settings.rounds, {
            name: lambda _, load=load: load.per_second(seconds) for name, load in loads.items()
        })
        sizes = f"{self._settings.large:,} / {self._settings.small:,} people"
        return Row(
            f"{self._name}: {kind}, cost at {sizes}",
            per_second(medians["large"]),
            limit=per_second(medians["small"]),
            **at_most(medians["small"] / medians["large"], GROWTH_GOAL),
        )

    def _groups(self) -> list[Row]:
        large_group = self._find_large_group()
        empty_groups = [self._create_group(number) for number in range(self._settings.members)]
        members = {member["value"] for member in large_group["members"]}
        newcomers = [person["id"] for person in self._large_people if person["id"] not in members]
        adding, reading = [], []
        for empty, newcomer in zip(empty_groups, newcomers):
            adding.append(requests.add_member(large_group["id"], newcomer, "large"))
            adding.append(requests.add_member(empty, newcomer, "empty"))
            for group, label in ((large_group["id"], "large"), (empty, "empty")):
                path = f"/Groups/{group}?excludedAttributes=members"
                reading.append({"method": "GET", "path": path, "label": label})
        size = f"{len(members):,}"
        return [
            self._by_label(f"add one member to a group of {size}, to an empty one", adding, "204"),
            self._by_label(f"GET excludedAttributes=members of {size}, of one", reading, "200"),
        ]

    def _find_large_group(self) -> dict:
        question = requests.quote('displayName eq "Everyone at Contoso"', safe="")
        path = f"/Groups?excludedAttributes=members&filter={question}"
        group_id = self._large.ask("GET", path)[1]["Resources"][0]["id"]
        return self._large.ask("GET", f"/Groups/{group_id}")[1]

    def _create_group(self, number: int) -> str:
        group = {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
            "displayName": f"Empty {number}",
        }
        return self._large.ask("POST", "/Groups", group)[1]["id"]

    def _by_label(self, what: str, wanted: list[dict], status: str) -> Row:
        """One request at a time, large and empty in turn; compares the medians."""
        result = Load(self._large, wanted, self._folder, "--status", status).once(connections=1)
        times = {label: found["p50_ms"] for label, found in result["latencies"].items()}
        return Row(
            f"{self._name}: {what}",
            f"{times['large']:.2f} ms",
            limit=f"{times['empty']:.2f} ms",
            **at_most(times["large"] / times["empty"], GROWTH_GOAL),
        )

    def _ready(self) -> Row:
        times = []
        for _ in range(STARTS):
            self._large.process.stop()
            times.append(self._large.process.start())
        seconds = median(times)
        return Row(
            f"{self._name}: ready to serve {self._settings.large:,} people",
            f"{seconds:.3f} s",
            **at_most(seconds, READY_GOAL_S) | {"ratio": None, "wanted": f"< {READY_GOAL_S} s"},
        )
