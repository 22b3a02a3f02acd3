"""The servers that are measured: Usher, and the peer (scimmy)."""

import json
import os
import urllib.request
from pathlib import Path

from .process import BUILD, PROGRAMS, ROOT, Process, environment, free_port, output_of


class Server:
    """A SCIM server: its URL and token, and one request at a time to it."""

    url: str
    token: str
    process: Process

    def ask(self, method: str, path: str, body: dict | None = None) -> tuple[int, dict]:
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/scim+json",
            },
        )
        with urllib.request.urlopen(request, timeout=120) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else {}


class Usher(Server):
    """An Usher with an organization and a directory of its own."""

    def __init__(self, database_url: str):
        program = os.environ.get("USHER_BIN", BUILD / "src" / "app" / "usher")
        address = f"127.0.0.1:{free_port()}"
        settings = environment(
            USHER_DATABASE_URL=database_url,
            USHER_HTTP_LISTEN=address,
            USHER_PUBLIC_URL=f"http://{address}",
            USHER_LOG_LEVEL="warning",
        )

        def usher(*arguments: str) -> str:
            return output_of([program, *arguments], env=settings)

        usher("migrate")
        organization = json.loads(
            usher("organization", "create", "demo", "--name", "Demo", "--json")
        )
        directory = json.loads(
            usher(
                "directory", "create", "--organization", "demo", "--name", "bench",
                # Whoever is pushed is a member at once: nothing waits for a mail to be sent.
                "--on-create", "activate", "--json",
            )
        )
        self.organization_id = organization["id"]
        self.directory_id = directory["id"]
        self.url = directory["scim_url"]
        self.token = directory["token"]
        port = int(address.rsplit(":", 1)[1])
        self.process = Process([program, "serve"], port, "/readyz", env=settings)


class Scimmy(Server):
    """The peer, with people preloaded; line n of `people_file` has the id that id_of(n) gives."""

    def __init__(self, people_file: Path, *options: str):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/scim/v2"
        self.token = "bench"
        self.process = Process(
            ["node", "server.js", "--port", port, "--people", people_file, *options],
            port,
            "/scim/v2/ServiceProviderConfig",
            cwd=ROOT / "bench" / "peers" / "scimmy",
            env=environment(NODE_ENV="production"),
        )

    @staticmethod
    def id_of(number: int) -> str:
        return f"00000000-0000-4000-8000-{number:012d}"


def write_people(count: int, file: Path) -> list[dict]:
    """Writes and returns the population's first `count` people as SCIM users."""
    lines = output_of([PROGRAMS / "population", "--people", str(count)])
    file.write_text(lines + "\n")
    return [json.loads(line) for line in lines.split("\n")]
