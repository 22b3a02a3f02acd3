"""The programs that measure: the load driver, pgbench, the SQLite loop, and the pusher."""

import itertools
import json
import re
from pathlib import Path

from .databases import PostgresCluster
from .process import PROGRAMS, output_of
from .servers import Server

CONNECTIONS = 16
_numbers = itertools.count()


def push(server: Server, people: int, ids_file: Path, dialect: str = "entra") -> list[dict]:
    """Pushes a population and reads it back; returns the people's ids and lookup keys."""
    said = output_of(
        [PROGRAMS / "push", "--url", server.url, "--token", server.token, "--dialect", dialect,
         "--people", people, "--ids", ids_file]
    )
    if not said.endswith("\n0 differences"):
        raise RuntimeError(f"the push to {server.url} did not come back as it went:\n{said}")
    return [json.loads(line) for line in ids_file.read_text().splitlines()]


class Load:
    """A list of requests for one server, ready to be sent again and again."""

    def __init__(self, server: Server, requests: list[dict], folder: Path, *expected: str):
        self._file = folder / f"requests-{next(_numbers)}.jsonl"
        self._file.write_text("".join(json.dumps(request) + "\n" for request in requests))
        self._command = [
            PROGRAMS / "load", "--url", server.url, "--token", server.token,
            "--requests", self._file, "--json", *expected,
        ]

    def per_second(self, seconds: float) -> float:
        """Requests answered in a second, at 16 connections."""
        return self._run("--seconds", str(seconds))["per_second"]

    def once(self, connections: int = CONNECTIONS) -> dict:
        """Sends each request once; returns all that the driver tells. The list is used up."""
        result = self._run("--once", "--connections", str(connections))
        self._file.unlink()
        return result

    def _run(self, *options: str) -> dict:
        result = json.loads(output_of([*self._command, *options]))
        if result["wrong"]:
            wrong = f"{result['wrong']} wrong answers, one with status {result['wrong_status']}"
            raise RuntimeError(f"{wrong}: {self._command}")
        return result


def pgbench(cluster: PostgresCluster, database: str, script: Path, *options: str) -> float:
    """Transactions a second that pgbench makes of a script, at 16 connections."""
    said = cluster.pgbench(
        database, "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2", "-f", str(script), *options
    )
    return float(re.search(r"^tps = ([\d.]+)", said, re.MULTILINE).group(1))


def sqlite_loop(database: Path, unit: Path, **options: int) -> float:
    """Units of work a second that a bare loop over SQLite makes."""
    flags = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    return float(
        output_of([PROGRAMS / "sqlite_loop", "--database", database, "--unit", unit, *flags])
    )
