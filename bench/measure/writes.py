"""Durable creates and PATCHes at 16 connections, beside the same SQL without a server around it."""

import itertools
from pathlib import Path

from . import requests
from .databases import PostgresCluster, SqliteFolder
from .drivers import CONNECTIONS, Load, pgbench, sqlite_loop
from .servers import Usher
from .settings import Settings
from .statements import Recording, as_pgbench, as_sqlite
from .table import Row, at_least, interleave, per_second

GOAL = 0.5

# Numbers of people that no other run has: the limits' own, and those created over HTTP.
LIMIT_PEOPLE = 1_000_000_000
_created = itertools.count(2_000_000_000, 1_000_000)


# The people whom a GET shows are in groups, as those of the population are: two each, of 500.
INTO_GROUPS = """
WITH person AS (SELECT *, row_number() OVER () AS n FROM resource WHERE type = 'User'),
team AS (
    INSERT INTO resource (organization_id, type, id, directory_id, version, document, display,
        active, created_at, modified_at)
    SELECT p.organization_id, 'Group', 'group-' || g, p.directory_id, 1, '{}', 'Group ' || g,
        1, p.created_at, p.modified_at
    FROM (SELECT * FROM person WHERE n = 1) p CROSS JOIN generate_series(0, 499) g
    RETURNING id
)
SELECT count(*) FROM team;
INSERT INTO membership
    (organization_id, group_id, member_id, group_type, member_type, role, created_at)
SELECT organization_id, 'group-' || (n * step) % 500, id, 'Group', 'User', 'member', created_at
FROM (SELECT *, row_number() OVER () AS n FROM resource WHERE type = 'User') person
CROSS JOIN (VALUES (1), (7)) steps (step)
ON CONFLICT DO NOTHING
"""


class PgbenchLimit:
    """pgbench over a database of its own in the same cluster."""

    def __init__(
        self, cluster: PostgresCluster, database: str, recording: Recording, people: int,
        folder: Path,
    ):
        self._cluster, self._database, self._people = cluster, database, people
        self._next = itertools.count(LIMIT_PEOPLE, 1_000_000)
        self._create = folder / "create.pgbench"
        self._create.write_text(
            "\\set i :i + 1\n\\set n :base + :client_id * :each + :i\n\\set u :n\n"
            "BEGIN;\n" + as_pgbench(recording.create) + "COMMIT;\n"
        )
        self._patch = folder / "patch.pgbench"
        self._patch.write_text(
            f"\\set i :i + 1\n\\set n random({LIMIT_PEOPLE + 1}, {LIMIT_PEOPLE} + :people)\n"
            "\\set u :base + :client_id * :each + :i\n"
            "BEGIN;\n" + as_pgbench(recording.patch) + "COMMIT;\n"
        )
        self.get = folder / "get.pgbench"
        self.get.write_text(
            f"\\set n random({LIMIT_PEOPLE + 1}, {LIMIT_PEOPLE} + :people)\n"
            + as_pgbench(recording.get)
        )
        self.create(people)
        cluster.execute(INTO_GROUPS, database)
        cluster.execute("VACUUM ANALYZE", database)

    def create(self, count: int) -> float:
        return self._run(self._create, count)

    def patch(self, count: int) -> float:
        return self._run(self._patch, count, "-D", f"people={self._people}")

    def _run(self, script: Path, count: int, *options: str) -> float:
        each = count // CONNECTIONS
        return pgbench(
            self._cluster, self._database, script, "-t", str(each), "-D", "i=0",
            "-D", f"each={each}", "-D", f"base={next(self._next)}", *options,
        )


class SqliteLimit:
    """A bare loop over a SQLite file of its own."""

    def __init__(self, sqlite: SqliteFolder, recording: Recording, people: int, folder: Path):
        home = Usher(sqlite.create("limit"))
        same = {
            recording.organization_id: home.organization_id,
            recording.directory_id: home.directory_id,
        }
        self._file, self._people = sqlite.file("limit"), people
        self._next = itertools.count(LIMIT_PEOPLE, 1_000_000)
        self._create, self._patch = folder / "create.json", folder / "patch.json"
        self._create.write_text(as_sqlite(recording.create, same))
        self._patch.write_text(as_sqlite(recording.patch, same))
        self.create(people)

    def create(self, count: int) -> float:
        base = next(self._next)
        return sqlite_loop(self._file, self._create, count=count, first=base, unique=base)

    def patch(self, count: int) -> float:
        return sqlite_loop(
            self._file, self._patch, count=count, first=LIMIT_PEOPLE, people=self._people,
            unique=next(self._next),
        )


def measure(
    name: str, limit_name: str, usher: Usher, people: list[dict], bodies: list[dict],
    limit: PgbenchLimit | SqliteLimit, settings: Settings, folder: Path,
) -> list[Row]:
    """Creates and PATCHes over HTTP and by the limit, in turn."""
    count = settings.writes

    def create(_: int) -> float:
        wanted = requests.creates(bodies, count, next(_created))
        return Load(usher, wanted, folder, "--status", "201").once()["per_second"]

    def patch(number: int) -> float:
        wanted = requests.patches(people, count, number)
        return Load(usher, wanted, folder, "--status", "200").once()["per_second"]

    rows = []
    for what, ours, theirs in (("create", create, limit.create), ("PATCH", patch, limit.patch)):
        medians = interleave(settings.rounds, {"ours": ours, "limit": lambda _: theirs(count)})
        rows.append(Row(
            f"{name}: durable {what}, of {limit_name}",
            per_second(medians["ours"]),
            limit=per_second(medians["limit"]),
            **at_least(medians["ours"] / medians["limit"], GOAL),
        ))
    return rows
