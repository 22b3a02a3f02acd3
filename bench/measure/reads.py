"""Lookups and pages at 16 connections: Usher beside the peer, and on PostgreSQL beside pgbench."""

from pathlib import Path

from . import requests
from .databases import PostgresCluster
from .drivers import CONNECTIONS, Load, pgbench
from .servers import Scimmy, Server, Usher
from .settings import Settings
from .table import Row, at_least, interleave, per_second

LOOKUP_GOAL = 8
PAGE_GOAL = 50
LIMIT_GOAL = 0.5
LEAST_PERSON = "800"  # bytes: an answer that is shorter holds no person
LEAST_PAGE = "50000"


def measure(
    name: str, usher: Usher, people: list[dict], peer: Scimmy, settings: Settings, folder: Path
) -> list[Row]:
    """Every lookup and page, on Usher and on the peer in turn."""
    peer_people = [person | {"id": peer.id_of(number)} for number, person in enumerate(people)]
    rows = []
    for kind in requests.LOOKUPS:
        rows.append(_compare(
            f"{name}: {kind}", LOOKUP_GOAL, settings,
            _load(usher, requests.lookups(kind, people), LEAST_PERSON, folder),
            _load(peer, requests.lookups(kind, peer_people), LEAST_PERSON, folder),
        ))
    # A page costs this peer seconds: a few requests, one at a time, are all that it is asked.
    slow = Load(
        peer, requests.first_page() * 3, folder, "--least-length", LEAST_PAGE
    ).once(connections=1)
    for kind, ours in _our_pages(usher, folder).items():
        rate = ours.per_second(settings.seconds)
        rows.append(Row(
            f"{name}: {kind}", per_second(rate), peer=per_second(slow["per_second"]),
            **at_least(rate / slow["per_second"], PAGE_GOAL),
        ))
    return rows


def measure_quicker_pages(
    name: str, usher: Usher, people: list[dict], peer: Scimmy, settings: Settings, folder: Path
) -> list[Row]:
    """Pages again, beside the peer improved: told to render nothing but the page."""
    ours = _our_pages(usher, folder)
    theirs = {
        "page of 100, first": requests.first_page(),
        "page of 100, by cursor anywhere": requests.pages_by_index(len(people)),
    }
    return [
        _compare(f"{name}: {kind} (peer improved)", None, settings, ours[kind],
                 _load(peer, theirs[kind], LEAST_PAGE, folder))
        for kind in ours
    ]


def _our_pages(usher: Usher, folder: Path) -> dict[str, Load]:
    return {
        "page of 100, first": _load(usher, requests.first_page(), LEAST_PAGE, folder),
        "page of 100, by cursor anywhere":
            _load(usher, requests.pages_by_cursor(usher), LEAST_PAGE, folder),
    }


def measure_against_pgbench(
    usher: Usher, people: list[dict], cluster: PostgresCluster, database: str, script: Path,
    settings: Settings, folder: Path,
) -> Row:
    """GET by id beside pgbench with the same prepared SELECT, over as many people."""
    load = _load(usher, requests.lookups("GET by id", people), LEAST_PERSON, folder)
    medians = interleave(settings.rounds, {
        "ours": lambda _: load.per_second(settings.seconds),
        "limit": lambda _: pgbench(
            cluster, database, script, "-T", f"{max(1, round(settings.seconds))}",
            "-D", f"people={len(people)}",
        ),
    })
    return Row(
        "PostgreSQL: GET by id, of pgbench with the same SELECT",
        per_second(medians["ours"]),
        limit=per_second(medians["limit"]),
        **at_least(medians["ours"] / medians["limit"], LIMIT_GOAL),
    )


def _load(server: Server, wanted: list[dict], least: str, folder: Path) -> Load:
    return Load(server, wanted, folder, "--connections", str(CONNECTIONS), "--least-length", least)


def _compare(what: str, goal: float | None, settings: Settings, ours: Load, peer: Load) -> Row:
    medians = interleave(settings.rounds, {
        "ours": lambda _: ours.per_second(settings.seconds),
        "peer": lambda _: peer.per_second(settings.seconds),
    })
    return Row(
        what,
        per_second(medians["ours"]),
        peer=per_second(medians["peer"]),
        **(at_least(medians["ours"] / medians["peer"], goal) if goal
           else {"ratio": medians["ours"] / medians["peer"]}),
    )
