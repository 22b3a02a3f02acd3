"""Starting programs, and knowing when they are ready and how large they are."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
PROGRAMS = BUILD / "bench"


def output_of(command: list, **options) -> str:
    """Runs a command to its end; returns what it printed. Raises with its words if it fails."""
    done = subprocess.run(
        [str(part) for part in command], text=True, capture_output=True, check=False, **options
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed ({done.returncode}): {done.stdout}{done.stderr}")
    return done.stdout.strip()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Process:
    """A server that listens on loopback."""

    def __init__(self, command: list, port: int, ready_path: str, **options):
        self._command = [str(part) for part in command]
        self._port = port
        self._ready_path = ready_path
        self._options = options
        self._running: subprocess.Popen | None = None

    def start(self) -> float:
        """Starts it; returns the seconds until it answered `ready_path`."""
        begin = time.monotonic()
        self._running = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, **self._options
        )
        while not self._answers():
            if self._running.poll() is not None:
                raise RuntimeError(f"{self._command} ended at once")
            if time.monotonic() - begin > 30:
                raise RuntimeError(f"{self._command} is not ready after 30 s")
            time.sleep(0.002)
        return time.monotonic() - begin

    def stop(self) -> None:
        if self._running is not None:
            self._running.send_signal(signal.SIGTERM)
            self._running.wait(timeout=30)
            self._running = None

    def resident_mib(self) -> float:
        status = Path(f"/proc/{self._running.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def _answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=2)
            connection.request("GET", self._ready_path, headers={"Authorization": "Bearer x"})
            return connection.getresponse().status == 200
        except OSError:
            return False


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without settings of Usher's, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("USHER_")}
    return kept | settings
