"""The arrival of a person must cost the same however many requests are open."""

import itertools
from pathlib import Path

from . import requests
from .drivers import Load
from .servers import Usher
from .settings import Settings
from .table import Row, at_most, interleave, per_second

GROWTH_GOAL = 1.3
FEW = 10

# Numbers of people that no other run has.
_arriving = itertools.count(3_000_000_000, 1_000_000)

# Requests of strangers: nobody of them arrives.
WAITING = """
WITH RECURSIVE waiting (i) AS (
    SELECT 1 UNION ALL SELECT i + 1 FROM waiting WHERE i < {count}
)
INSERT INTO invitation_request (organization_id, id, email, email_key, state, created_at)
SELECT '{organization}', 'waiting-' || i, 'waiting.' || i || '@contoso.example',
    'waiting.' || i || '@contoso.example', 'pending', '2026-01-01T00:00:00.000Z'
FROM waiting
"""


def _server(database, name: str, waiting: int) -> Usher:
    usher = Usher(database.create(name))
    database.execute(WAITING.format(count=waiting, organization=usher.organization_id), name)
    usher.process.start()
    return usher


def measure(name: str, database, bodies: list[dict], settings: Settings, folder: Path) -> list[Row]:
    """POST /Users, over a short and a long list of open requests in turn."""
    servers = {
        "few": _server(database, "few_requests", FEW),
        "many": _server(database, "many_requests", settings.large),
    }

    def arrive(usher: Usher) -> float:
        wanted = requests.creates(bodies, settings.writes, next(_arriving))
        return Load(usher, wanted, folder, "--status", "201").once()["per_second"]

    try:
        medians = interleave(settings.rounds, {
            size: lambda _, usher=usher: arrive(usher) for size, usher in servers.items()
        })
    finally:
        for usher in servers.values():
            usher.process.stop()
    return [Row(
        f"{name}: arrival of a person, cost at {settings.large:,} / {FEW} open requests",
        per_second(medians["many"]),
        limit=per_second(medians["few"]),
        **at_most(medians["few"] / medians["many"], GROWTH_GOAL),
    )]
