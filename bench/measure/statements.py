"""Records the SQL of one request from a running Usher, for the limits to repeat.

PostgreSQL logs each statement with its parameters. What differs from one unit of work to the next
becomes a blank: the person's number, the resource's id, ids made for this unit alone (events).
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from .databases import PostgresCluster
from .servers import Usher

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \S+ \[(\d+)\] (\w+):  (.*)$")
STATEMENT = re.compile(r"^(?:statement|execute [^:]+): (.*)$", re.DOTALL)
PARAMETER = re.compile(r"\$\d+ = (NULL|'((?:[^']|'')*)')", re.DOTALL)
RESOURCES = re.compile(r"SELECT r\.id,|INSERT INTO resource|UPDATE resource")

NUMBER_WIDTH = 10
FIRST_RECORDED = 7_000_000_001


@dataclass
class Blank:
    """A number to fill in: "n" the person's, "u" one that no other unit of work has."""

    variable: str
    width: int


@dataclass
class Statement:
    sql: str
    parameters: list[list[str | Blank] | None]


Unit = list[Statement]


@dataclass
class Recording:
    """The units of work of three requests, and the ids that are the same in all of them."""

    create: Unit
    patch: Unit
    get: Unit
    organization_id: str
    directory_id: str


def record(cluster: PostgresCluster, database: str, person: dict) -> Recording:
    """Sends requests to an Usher of its own and returns what it asked PostgreSQL."""
    usher = Usher(cluster.create(database))
    cluster.execute(f"ALTER DATABASE \"{database}\" SET log_statement = 'all'", "postgres")
    usher.process.start()
    try:
        recorder = _Recorder(cluster.log())
        ids, created = [], []
        for number in range(FIRST_RECORDED, FIRST_RECORDED + 2):
            answer = recorder.send(usher, "POST", "/Users", numbered(person, f"{number:010d}"))
            ids.append(answer["id"])
            created.append(_transaction(recorder.statements))
        recorder.send(usher, "PATCH", f"/Users/{ids[0]}", replace_title("Recorded"))
        patched = _transaction(recorder.statements)
        recorder.send(usher, "GET", f"/Users/{ids[0]}", None)
        got = [(sql, values) for sql, values in recorder.statements
               if "FROM resource" in sql and ids[0] in values]
    finally:
        usher.process.stop()
        cluster.execute(f'ALTER DATABASE "{database}" RESET log_statement', "postgres")
    if not got:
        raise RuntimeError(f"a GET did not read the resource: {recorder.statements}")
    kept = _uuids(created[0]) & _uuids(created[1])
    return Recording(
        create=_with_blanks(created[0], ids[0], kept),
        patch=_with_blanks(patched, ids[0], kept),
        get=_with_blanks(got, ids[0], kept),
        organization_id=usher.organization_id,
        directory_id=usher.directory_id,
    )


def numbered(person: dict, number: str) -> dict:
    """The person with everything that must be unique made of `number`."""
    return person | {
        "userName": f"load.{number}@contoso.example",
        "externalId": f"load-{number}",
        "emails": [
            email | {"value": f"{email['type']}.{number}@contoso.example"}
            for email in person["emails"]
        ],
    }


def replace_title(title: str) -> dict:
    return {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "title", "value": title}],
    }


class _Recorder:
    """Sends requests and keeps the statements that PostgreSQL logged for the last one.

    Of one backend only: the sweeper and the outbox of the same Usher work beside it. The one that
    is wanted is the last that reads or writes resources.
    """

    def __init__(self, log: Path):
        self._log = log
        self.statements: list[tuple[str, list[str | None]]] = []

    def send(self, usher: Usher, method: str, path: str, body: dict | None) -> dict:
        begin = self._log.stat().st_size
        _, answer = usher.ask(method, path, body)
        with self._log.open("rb") as log:
            log.seek(begin)
            logged = list(_parse(log.read().decode()))
        backend = [pid for pid, sql, _ in logged if RESOURCES.match(sql)][-1:]
        self.statements = [(sql, values) for pid, sql, values in logged if [pid] == backend]
        return answer


def _parse(log: str):
    entries: list[tuple[str, str, str]] = []
    for line in log.splitlines():
        if match := LOG_LINE.match(line):
            entries.append(match.groups())
        elif entries:
            pid, level, text = entries[-1]
            entries[-1] = (pid, level, f"{text}\n{line.removeprefix(chr(9))}")
    for position, (pid, level, text) in enumerate(entries):
        statement = STATEMENT.match(text) if level == "LOG" else None
        if statement is None:
            continue
        detail = next((rest for rest in entries[position + 1 :] if rest[0] == pid), ("", "", ""))
        values = detail[2] if detail[1] == "DETAIL" else ""
        yield pid, statement.group(1), [
            None if match.group(1) == "NULL" else match.group(2).replace("''", "'")
            for match in PARAMETER.finditer(values)
        ]


def _transaction(statements: list) -> list:
    """What stands between the last BEGIN and COMMIT."""
    texts = [sql.upper() for sql, _ in statements]
    if "BEGIN" not in texts or "COMMIT" not in texts:
        raise RuntimeError(f"no transaction was recorded: {texts}")
    end = len(texts) - 1 - texts[::-1].index("COMMIT")
    begin = max(position for position in range(end) if texts[position] == "BEGIN")
    return statements[begin + 1 : end]


def _uuids(statements: list) -> set[str]:
    return {uuid for _, values in statements for value in values if value
            for uuid in UUID.findall(value)}


def _with_blanks(statements: list, resource_id: str, kept: set[str]) -> Unit:
    number = f"{FIRST_RECORDED:010d}"
    places = {number: ["", Blank("n", NUMBER_WIDTH)], resource_id: _id_with(0, "n")}
    fresh = sorted(_uuids(statements) - kept - {resource_id})
    for position, uuid in enumerate(fresh, start=1):
        places[uuid] = _id_with(position, "u")
    pattern = re.compile("(" + "|".join(re.escape(text) for text in places) + ")")

    def pieces(value: str | None):
        if value is None:
            return None
        found: list[str | Blank] = []
        for part in pattern.split(value):
            found.extend(places.get(part, [part]))
        return [piece for piece in found if piece != ""]

    return [Statement(sql, [pieces(value) for value in values]) for sql, values in statements]


def _id_with(position: int, variable: str) -> list[str | Blank]:
    """An id like those of one moment: the same first part, so that they sort by their number."""
    return [f"019d0000-0000-7000-8{position:03d}-", Blank(variable, 12)]


def as_pgbench(unit: Unit) -> str:
    """The statements for pgbench, which fills in :n and :u."""

    def literal(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
        return "E'" + escaped.replace(":", "\\x3a") + "'"

    def expression(pieces: list[str | Blank] | None) -> str:
        if pieces is None:
            return "NULL"
        parts = [
            literal(piece) if isinstance(piece, str)
            else f"lpad(:{piece.variable}, {piece.width}, '0')"
            for piece in pieces
        ]
        return "(" + " || ".join(parts or ["''"]) + ")" if len(parts) > 1 else (parts or ["''"])[0]

    def filled(statement: Statement) -> str:
        return re.sub(
            r"\$(\d+)",
            lambda match: expression(statement.parameters[int(match.group(1)) - 1]),
            statement.sql,
        )

    return "".join(filled(statement) + ";\n" for statement in unit)


def as_sqlite(unit: Unit, same: dict[str, str]) -> str:
    """The statements as JSON for sqlite_loop; `same` maps recorded ids to this database's."""

    def adapted(piece: str | Blank):
        if isinstance(piece, Blank):
            return {"variable": piece.variable, "width": piece.width}
        for recorded, here in same.items():
            piece = piece.replace(recorded, here)
        return piece

    def dialect(sql: str) -> str:
        # The few words that src/store/dialect.hpp tells apart, the other way round.
        for postgresql, sqlite in ((' COLLATE "C"', ""), ("bigint", "integer"),
                                   ("FOR UPDATE", ""), ("strpos(", "instr(")):
            sql = sql.replace(postgresql, sqlite)
        return re.sub(r"\$(\d+)", r"?\1", sql)

    return json.dumps([
        {
            "sql": dialect(statement.sql),
            "parameters": [
                None if pieces is None else [adapted(piece) for piece in pieces]
                for pieces in statement.parameters
            ],
        }
        for statement in unit
        # SQLite has one writer, who needs no locks.
        if "pg_advisory_xact_lock" not in statement.sql
    ])
