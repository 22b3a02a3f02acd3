"""Fresh databases for Usher: SQLite files, and one throw-away PostgreSQL for all the rest."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from .process import ROOT, output_of

SCRIPT = ROOT / "scripts" / "postgres"


class SqliteFolder:
    """Makes SQLite files in a folder."""

    name = "SQLite"

    def __init__(self, folder: Path):
        self._folder = folder

    def create(self, name: str) -> str:
        return f"sqlite:{self.file(name)}"

    def file(self, name: str) -> Path:
        return self._folder / f"{name}.db"

    def execute(self, sql: str, name: str) -> None:
        with closing(sqlite3.connect(self.file(name))) as connection, connection:
            connection.execute(sql)


class PostgresCluster:
    """A durable PostgreSQL cluster, as scripts/postgres makes it, holding many databases."""

    name = "PostgreSQL"

    def __init__(self, folder: Path):
        self._folder = folder
        self._url = output_of([SCRIPT, "start", folder, "--durable"])
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self._programs = programs[-1]

    def create(self, name: str) -> str:
        self.execute(f'CREATE DATABASE "{name}"', "postgres")
        return self.url(name)

    def url(self, name: str) -> str:
        return re.sub(r"/postgres$", f"/{name}", self._url)

    def execute(self, sql: str, database: str) -> None:
        output_of([self._programs / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", sql,
                   self.url(database)])

    def pgbench(self, database: str, *arguments: str) -> str:
        return output_of([self._programs / "pgbench", "-n", *arguments, self.url(database)])

    def log(self) -> Path:
        return self._folder / "log"

    def stop(self) -> None:
        output_of([SCRIPT, "stop", self._folder])
