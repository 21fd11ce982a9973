"""A real SMTP server for tests: keeps each accepted message as a file, synced before the reply, and behaves by address.

Usage: server.py FOLDER PORT [--certificate FILE --key FILE [--implicit]] [--user NAME --password WORD]

What the recipient's local part begins with decides:
  unknown…   550 at RCPT            full…      552 after the message
  later…     451 at RCPT, once      busy…      452 after the message, once
  cut…       the message is kept, then the connection is cut without a reply, once
  drop…      the connection is cut at RCPT, once
  slow…      a second before the reply
  gone…      421 at RCPT, once, and the connection ends
Everything that happens is a line of FOLDER/journal: `accepted ID` when a message is on the disk, `moved ID` when the
client went on after the reply to it, `connected`. The journal outlives the server.
"""

import argparse
import asyncio
import email
import os
import ssl
import sys
import uuid

from aiosmtpd.smtp import SMTP, AuthResult


def write_line(folder, line):
    descriptor = os.open(os.path.join(folder, "journal"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, (line + "\n").encode())
    os.close(descriptor)


class Handler:
    def __init__(self, folder):
        self.folder = folder
        os.makedirs(os.path.join(folder, "messages"), exist_ok=True)
        os.makedirs(os.path.join(folder, "once"), exist_ok=True)

    def first_time(self, address):
        path = os.path.join(self.folder, "once", address)
        if os.path.exists(path):
            return False
        open(path, "w").close()
        return True

    def moved(self, session):
        last = getattr(session, "last_message", None)
        if last:
            write_line(self.folder, "moved " + last)
            session.last_message = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        write_line(self.folder, "connected" + (" tls" if server.transport.get_extra_info("ssl_object") else ""))
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.moved(session)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RSET(self, server, session, envelope):
        self.moved(session)
        return "250 OK"

    async def handle_NOOP(self, server, session, envelope, arg):
        self.moved(session)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        self.moved(session)
        return "221 Bye"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unknown"):
            return "550 5.1.1 There is no " + address
        if address.startswith("later") and self.first_time(address):
            return "451 4.2.0 Come back later"
        if address.startswith("gone") and self.first_time(address):
            server.transport.write(b"421 4.3.2 Closing for the night\r\n")
            server.transport.close()
            return "421 4.3.2 Closing"
        if address.startswith("drop") and self.first_time(address):
            server.transport.abort()
            return "421 4.3.2 Closing"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        if address.startswith("full"):
            return "552 5.2.2 The mailbox is full"
        if address.startswith("busy") and self.first_time(address):
            return "452 4.3.1 Out of room"
        if address.startswith("slow"):
            await asyncio.sleep(1)
        content = envelope.original_content
        identifier = email.message_from_bytes(content)["Message-ID"]
        self.keep(address, content)
        write_line(self.folder, "accepted " + identifier)
        session.last_message = identifier
        if address.startswith("cut") and self.first_time(address):
            server.transport.abort()
        return "250 2.0.0 Kept " + identifier.strip("<>").split("@")[0]

    def keep(self, address, content):
        folder = os.path.join(self.folder, "messages")
        name = os.path.join(folder, address + " " + uuid.uuid4().hex)
        with open(name + ".part", "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(name + ".part", name + ".eml")
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("port", type=int)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--implicit", action="store_true")
    parser.add_argument("--user")
    parser.add_argument("--password")
    given = parser.parse_args()
    context = None
    if given.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(given.certificate, given.key)
    options = {"hostname": "mail.example.org"}
    if context and not given.implicit:
        options |= {"tls_context": context, "require_starttls": True}
    if given.user:
        options |= {"auth_required": True, "auth_require_tls": context is not None and not given.implicit}

        def check(server, session, envelope, mechanism, data):
            right = (data.login, data.password) == (given.user.encode(), given.password.encode())
            return AuthResult(success=right, handled=False)

        options["authenticator"] = check
    handler = Handler(given.folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(handler, **options), "127.0.0.1", given.port, ssl=context if given.implicit else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
