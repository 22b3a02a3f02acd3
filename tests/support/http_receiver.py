"""A real HTTP server for tests: keeps each POST as a JSON file and answers as its path says.

    /ok 200             /gone 410           /status/N N, as in /status/500
    /slow never answers /large 1 MB of 200  /redirect 302 to /ok
    /later 503 with Retry-After: 7200       /once-broken 500 the first time, then 200
    /Messages.json      an SMS gateway in Twilio's form: user AC1, password secret; a To of
                        +15005550001 is refused with 400 and code 21211

A kept POST says whether its Standard Webhooks signature was right, checked here with hmac for the
secret in FOLDER/secret.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder = None
    count = 0
    seen = set()
    lock = threading.Lock()

    def do_GET(self):
        self.answer(405, b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.keep(body)
        path = self.path
        if path == "/slow":
            time.sleep(60)
        elif path == "/gone":
            self.answer(410, b"")
        elif path.startswith("/status/"):
            self.answer(int(path.split("/")[2]), b"{}")
        elif path == "/large":
            self.answer(200, b"x" * 1_000_000)
        elif path == "/redirect":
            self.answer(302, b"", {"Location": "/ok"})
        elif path == "/later":
            self.answer(503, b"", {"Retry-After": "7200"})
        elif path == "/once-broken" and path not in self.seen:
            self.seen.add(path)
            self.answer(500, b"")
        elif path == "/Messages.json":
            self.gateway(body)
        else:
            self.answer(200, b"{}")

    def gateway(self, body):
        right = "Basic " + base64.b64encode(b"AC1:secret").decode()
        form = dict(urllib.parse.parse_qsl(body.decode(), strict_parsing=True))
        if self.headers.get("Authorization") != right:
            self.answer(401, b'{"code": 20003}')
        elif form.get("To") == "+15005550001":
            self.answer(400, b'{"code": 21211, "message": "The \'To\' number is not valid"}')
        else:
            self.answer(201, b'{"sid": "SM1", "status": "queued"}')

    def answer(self, status, body, headers={}):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def signed(self, body):
        try:
            with open(os.path.join(self.folder, "secret")) as secret:
                key = base64.b64decode(secret.read().strip().removeprefix("whsec_"))
        except FileNotFoundError:
            return None
        content = "%s.%s." % (self.headers.get("webhook-id"), self.headers.get("webhook-timestamp"))
        expected = base64.b64encode(hmac.new(key, content.encode() + body, hashlib.sha256).digest()).decode()
        given = (self.headers.get("webhook-signature") or "").split(" ")
        return any(hmac.compare_digest("v1," + expected, one) for one in given)

    def keep(self, body):
        kept = {
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode(),
            "form": dict(urllib.parse.parse_qsl(body.decode())),
            "signed": self.signed(body),
        }
        with Receiver.lock:
            Receiver.count += 1
            name = os.path.join(self.folder, "%06d.json" % Receiver.count)
        with open(name + ".part", "w") as out:
            json.dump(kept, out)
        os.rename(name + ".part", name)

    def log_message(self, *arguments):
        pass


parser = argparse.ArgumentParser()
parser.add_argument("--folder", required=True)
options = parser.parse_args()
Receiver.folder = options.folder
server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
server.daemon_threads = True
with open(os.path.join(options.folder, "port.part"), "w") as out:
    out.write(str(server.server_address[1]))
os.rename(os.path.join(options.folder, "port.part"), os.path.join(options.folder, "port"))
server.serve_forever()
