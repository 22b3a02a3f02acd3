"""Shows that the load driver is not what is measured: its rate and wrk's on a bare server."""

import re
from pathlib import Path

from .drivers import CONNECTIONS, Load
from .process import PROGRAMS, Process, free_port, output_of
from .servers import Server
from .settings import Settings
from .table import Row, at_least, interleave, per_second


class Hello(Server):
    """Usher's HTTP front with a handler that does nothing."""

    def __init__(self):
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.token = "bench"
        self.process = Process([PROGRAMS / "hello", "--port", port], port, "/")


def measure(settings: Settings, folder: Path) -> Row:
    hello = Hello()
    hello.process.start()
    try:
        load = Load(hello, [{"method": "GET", "path": "/"}], folder)
        medians = interleave(settings.rounds, {
            "driver": lambda _: load.per_second(settings.seconds),
            "wrk": lambda _: _wrk(hello.url, settings.seconds),
        })
    finally:
        hello.process.stop()
    return Row(
        "our front saying hello (1.5 kB): by this driver, by wrk",
        per_second(medians["driver"]),
        limit=per_second(medians["wrk"]),
        **at_least(medians["driver"] / medians["wrk"], 0.9),
    )


def _wrk(url: str, seconds: float) -> float:
    said = output_of(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", f"{url}/"])
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said).group(1))
