"""Lists of requests for the load driver."""

import random
from urllib.parse import quote

from .servers import Server
from .statements import numbered, replace_title

PAGE = 100
LOOKUPS = ("GET by id", "userName eq", "externalId eq", 'emails[type eq "work"].value eq')


def lookup(kind: str, person: dict) -> dict:
    """One person found one way; `person` has id, userName, externalId and email."""
    if kind == "GET by id":
        return {"method": "GET", "path": f"/Users/{person['id']}"}
    value = {"userName": "userName", "externalId": "externalId"}.get(kind.split()[0], "email")
    question = quote(f'{kind} "{person[value]}"', safe="")
    return {"method": "GET", "path": f"/Users?filter={question}"}


def lookups(kind: str, people: list[dict]) -> list[dict]:
    """Everyone once, in an order that is the same for every server."""
    shuffled = random.Random(1).sample(people, len(people))
    return [lookup(kind, person) for person in shuffled]


def first_page() -> list[dict]:
    return [{"method": "GET", "path": f"/Users?count={PAGE}"}]


def pages_by_index(people: int) -> list[dict]:
    starts = range(1, people - PAGE + 2, PAGE)
    return [
        {"method": "GET", "path": f"/Users?count={PAGE}&startIndex={start}"} for start in starts
    ]


def pages_by_cursor(server: Server) -> list[dict]:
    """A request for every page but the last, in random order; walks through all of them once."""
    found = []
    path = f"/Users?count={PAGE}&cursor="
    while True:
        _, page = server.ask("GET", path)
        if "nextCursor" not in page:
            break
        found.append({"method": "GET", "path": path})
        path = f"/Users?count={PAGE}&cursor={quote(page['nextCursor'], safe='')}"
    random.Random(1).shuffle(found)
    return found


def creates(people: list[dict], count: int, first: int) -> list[dict]:
    """People who differ from all others by their number, `first` and following."""
    return [
        {"method": "POST", "path": "/Users",
         "body": numbered(people[number % len(people)], f"{first + number:010d}")}
        for number in range(count)
    ]


def patches(people: list[dict], count: int, round_number: int) -> list[dict]:
    """A new title each, for people in random order."""
    chosen = random.Random(round_number).choices(people, k=count)
    return [
        {"method": "PATCH", "path": f"/Users/{person['id']}",
         "body": replace_title(f"Title {round_number}-{number}")}
        for number, person in enumerate(chosen)
    ]


def add_member(group_id: str, user_id: str, label: str) -> dict:
    return {
        "method": "PATCH",
        "path": f"/Groups/{group_id}",
        "label": label,
        "body": {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "Add", "path": "members", "value": [{"value": user_id}]}],
        },
    }
