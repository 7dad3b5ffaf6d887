"""Sending a large plan: ``python -m tests.benchmarks.mail``, in the checkout.

It makes a plan of 10,000 messages and sends them to a server on this machine, with TLS, a password and the journal on the
disk; then a bare loop of smtplib sends the same files over one connection to the same server: the floor of what is
possible. The server is a process of its own that answers, counts and forgets; the campaign's rate is 60 million a minute.

Exit codes: 0 all arrived once, 1 they did not.
"""

from __future__ import annotations

import argparse
import os
import smtplib
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mail.outboxes import SENDER, write_campaign, write_outbox
from tests.mail.server import PASSWORD, USER, Authority

RATE = 60_000_000

SERVER = """\
import base64, socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1])
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
count = 0
while True:
    connection, _ = listening.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    def say(words): connection.sendall(words + b"\\r\\n")
    say(b"220 floor"); heard = connection.makefile("rb")
    while line := heard.readline():
        verb = line[:4].upper()
        if verb == b"EHLO":
            say(b"250-floor\\r\\n250-SIZE 50000000\\r\\n250-8BITMIME\\r\\n250-AUTH PLAIN\\r\\n250 STARTTLS")
        elif verb == b"STAR":
            say(b"220 go"); connection = context.wrap_socket(connection, server_side=True)
            heard = connection.makefile("rb")
        elif verb == b"AUTH": say(b"235 in")
        elif verb == b"DATA":
            say(b"354 go")
            while (line := heard.readline()) and line != b".\\r\\n": pass
            count += bool(line); say(b"250 taken")
        elif verb == b"COUN": say(b"250 %d" % count); count = 0
        elif verb == b"QUIT": say(b"221 bye"); break
        else: say(b"250 yes")
    connection.close()
"""

SENDING = """\
import resource, sys, time
from pdfgen.cli.app import run
start = time.perf_counter()
code = run(["mail", "send", sys.argv[1], "--send", "--count", sys.argv[2]])
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{time.perf_counter() - start} {time.process_time()} {memory / 1024}")
sys.exit(code)
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.mail", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--kilobytes", type=int, default=50, help="the attachment of each message")
    parser.add_argument("--folder", type=Path, help="where the plan is made, and its journal written")
    options = parser.parse_args(arguments)
    with TemporaryDirectory(dir=options.folder) as folder:
        mail = Path(folder) / "mail"
        mail.mkdir()
        authority = Authority.make(Path(folder))
        start = time.perf_counter()
        write_outbox(mail, options.messages, size=options.kilobytes * 1000)
        _tell(f"outbox of {options.messages} messages with {options.kilobytes} kB: {time.perf_counter() - start:.1f} s")
        command = [sys.executable, "-c", SERVER, str(authority.folder / "server.pem")]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            try:
                return _compare(mail, authority, port, options.messages)
            finally:
                server.kill()


def _compare(mail: Path, authority: Authority, port: int, messages: int) -> int:
    write_campaign(mail, port, "starttls", "localhost", f"user: {USER}\nrate: {RATE}\nsession: 1000")
    plan = mail / "outbox" / "release-1"
    variables = {"SSL_CERT_FILE": str(authority.file), "PDFGEN_SMTP_PASSWORD": PASSWORD}
    files = sorted(plan.glob("*.eml"))
    _floor(files[:200], port, authority)  # what is read first is slower
    _counted(port)
    floor = _floor(files, port, authority)
    arrived = _counted(port)
    _tell(f"a bare loop of smtplib: {messages / floor:.0f} messages a second ({floor:.1f} s), {arrived} arrived")
    disk = _disk(mail)
    command = [sys.executable, "-c", SENDING, str(plan), str(messages)]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False)
    sys.stdout.write(done.stderr)
    if not done.stdout:
        return 1
    seconds, processor, memory = map(float, done.stdout.split())
    arrived = _counted(port)
    _tell(f"pdfgen mail send: {messages / seconds:.0f} messages a second ({seconds:.1f} s), {arrived} arrived")
    _tell(f"{processor:.1f} s of the processor, {memory:.0f} MB at most; {seconds / floor:.1f} times the floor")
    disk = (disk + _disk(mail)) / 2
    _tell(f"two synchronised writes alone, of which a message needs as many: {1000 * disk:.1f} ms")
    return int(done.returncode != 0 or arrived != messages)


def _floor(files: list[Path], port: int, authority: Authority) -> float:
    start = time.perf_counter()
    with smtplib.SMTP("localhost", port) as smtp:
        assert smtp.sock is not None
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each message waits 40 ms for nothing
        smtp.starttls(context=authority.trust())
        smtp.login(USER, PASSWORD)
        for number, path in enumerate(files, 1):
            smtp.sendmail(SENDER, f"reader{number}@example.net", path.read_bytes())
    return time.perf_counter() - start


def _disk(folder: Path) -> float:
    """Return the seconds that two synchronised writes take."""
    rounds = 200
    with (folder / "synchronised").open("wb", buffering=0) as file:
        start = time.perf_counter()
        for _ in range(2 * rounds):
            file.write(bytes(8192))
            os.fsync(file.fileno())
        return (time.perf_counter() - start) / rounds


def _counted(port: int) -> int:
    """Return how many messages the server has taken since it was asked last."""
    with smtplib.SMTP("localhost", port) as smtp:
        return int(smtp.docmd("COUNT")[1])


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
