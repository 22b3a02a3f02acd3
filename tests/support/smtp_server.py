"""A real SMTP server for tests (aiosmtpd): keeps what it takes as JSON files, parsed by Python's own
mail parser, and misbehaves for certain recipients.

    unknown@    550 at RCPT          busy@      451 at RCPT
    spam@       554 after DATA       cut@       hangs up in the middle of DATA
    once-busy@  451 the first time   held@      answers only once FOLDER/release exists
"""
import argparse
import asyncio
import email
import email.policy
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Mailbox:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.seen = set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "unknown":
            return "550 5.1.1 no such user"
        if local == "busy" or (local == "once-busy" and local not in self.seen):
            self.seen.add(local)
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local == "spam":
            return "554 5.7.1 looks like spam"
        if local == "cut":
            server.transport.abort()
            return "421 bye"
        self.keep(server, session, envelope)
        while local == "held" and not os.path.exists(os.path.join(self.folder, "release")):
            await asyncio.sleep(0.02)
        return "250 2.0.0 queued"

    def keep(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        parts = {
            part.get_content_type(): part.get_content().replace("\r\n", "\n")
            for part in message.walk()
            if not part.is_multipart()
        }
        kept = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "smtputf8": bool(envelope.smtp_utf8),
            "headers": [[name, str(value)] for name, value in message.items()],
            "defects": [str(defect) for defect in message.defects],
            "parts": parts,
            "raw": envelope.original_content.decode("utf-8", "replace"),
        }
        self.count += 1
        name = os.path.join(self.folder, "%06d.json" % self.count)
        with open(name + ".part", "w") as out:
            json.dump(kept, out)
        os.rename(name + ".part", name)


def authenticator(user, password):
    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.login == user.encode() and data.password == password.encode()
        return AuthResult(success=good, handled=good, auth_data=data if good else None)

    return check


async def serve(options):
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    mailbox = Mailbox(options.folder)

    def connection():
        settings = {"hostname": "mail.test", "enable_SMTPUTF8": not options.ascii_only}
        if context and not options.implicit:
            settings["tls_context"] = context
        if options.user:
            settings["authenticator"] = authenticator(options.user, options.password)
            settings["auth_required"] = True
            settings["auth_require_tls"] = not options.implicit
        return SMTP(mailbox, **settings)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        connection, "127.0.0.1", options.port, ssl=context if options.implicit else None
    )
    port = server.sockets[0].getsockname()[1]
    with open(os.path.join(options.folder, "port.part"), "w") as out:
        out.write(str(port))
    os.rename(os.path.join(options.folder, "port.part"), os.path.join(options.folder, "port"))
    await server.serve_forever()


parser = argparse.ArgumentParser()
parser.add_argument("--folder", required=True)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--implicit", action="store_true", help="TLS from the first byte")
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--ascii-only", action="store_true", help="no SMTPUTF8")
asyncio.run(serve(parser.parse_args()))
