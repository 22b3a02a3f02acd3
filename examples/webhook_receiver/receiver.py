#!/usr/bin/env python3
"""A webhook receiver for Usher: checks each message's signature and prints its event.

    USHER_WEBHOOK_SECRET=whsec_... ./receiver.py [--port 8099]

Signatures are those of Standard Webhooks (https://www.standardwebhooks.com), so any of its libraries
can take the place of verify() below. Nothing but Python's standard library is needed.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import time
from collections import OrderedDict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE_SECONDS = 300
LARGEST_BODY = 1024 * 1024
REMEMBERED_IDS = 10_000


class Refused(Exception):
    pass


def verify(secret, headers, body, now):
    """Raises Refused unless `body` was signed with `secret` within the last five minutes."""
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise Refused("too old, or from a clock that is wrong")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = message_id.encode() + b"." + timestamp.encode() + b"." + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # Several signatures may be there, while a secret is being replaced.
    if not any(hmac.compare_digest(expected, given) for given in headers.get("webhook-signature", "").split(" ")):
        raise Refused("not signed with our secret")
    return message_id


class Receiver(BaseHTTPRequestHandler):
    secret = None
    seen = OrderedDict()

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if length > LARGEST_BODY:
            return self.answer(413)
        body = self.rfile.read(length)
        try:
            message_id = verify(self.secret, self.headers, body, time.time())
        except Refused as reason:
            print("refused:", reason, flush=True)
            return self.answer(401)
        # A message may come more than once, under the same id: act on it once.
        if message_id not in self.seen:
            self.seen[message_id] = True
            if len(self.seen) > REMEMBERED_IDS:
                self.seen.popitem(last=False)
            self.act(json.loads(body))
        self.answer(204)

    def act(self, message):
        """Yours to replace. Be quick: Usher waits fifteen seconds for an answer, then tries again."""
        data = message["data"]
        print(message["timestamp"], message["type"], data["subject"]["kind"], data["subject"]["id"], flush=True)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8099)
    options = parser.parse_args()
    Receiver.secret = os.environ["USHER_WEBHOOK_SECRET"]
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Receiver)
    print("listening on http://127.0.0.1:%d" % server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
