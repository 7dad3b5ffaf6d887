"""Whatever a server does: nobody gets a message twice, nobody is forgotten, and what is uncertain is said to be so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pdfgen.mail.credentials import Credentials
from pdfgen.mail.delivery import Route
from pdfgen.model.campaign import Server as ServerFacts
from tests.mail.faults import FAULTS, struck
from tests.mail.outboxes import SENDER, states, write_outbox
from tests.mail.senders import Hourglass, route, sent
from tests.mail.server import USER, Server, usual

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mail.faults import Fault
    from tests.mail.server import Authority


def route_to(port: int, authority: Authority, fault: Fault) -> Route:
    facts = ServerFacts(host=fault.host, port=port, security=fault.security, rate=6000)
    known = Credentials(USER, fault.password) if fault.password else None
    return Route(SENDER, facts.model_copy(update=fault.more), known, authority.trust(), clock=Hourglass().clock())


def hit(fault: Fault, recipient: str) -> bool:
    """Tell whether a message becomes what the fault says."""
    if fault.stops:
        return False
    if fault.size or "MAIL" in fault.name:
        return True
    if ("a recipient" in fault.name and not fault.name.startswith("421")) or fault.name.startswith(
        "no answer to the content"
    ):
        return recipient.startswith("reader2@")
    return struck(recipient)


def faulty(fault: Fault, number: int, folder: Path, authority: Authority) -> None:
    recipients = write_outbox(folder, number)
    secure = authority.server(expired=fault.expired) if fault.tls_of_server and fault.security != "none" else None
    tls = fault.security == "tls"
    script = fault.script() if fault.script else usual
    with Server(script, secure, tls=tls and secure is not None, login=fault.login, size=fault.size) as server:
        tally = sent(folder, route_to(server.port, authority, fault))
        arrived = Counter(server.post.recipients())
        port = server.port
    if fault.stops:
        assert str(tally.stopped).startswith(fault.stops.format(port=port))
        assert tally.states == {}
        assert set(states(folder).values()) == {"planned"}
        assert arrived == {}
    else:
        assert tally.stopped is None
        expected = {one: fault.becomes if hit(fault, one) else "sent" for one in recipients}
        assert states(folder) == expected
        assert arrived == {one: 1 for one in recipients if expected[one] == "sent" or fault.arrives}
    with Server() as server:  # the next run, when the server is well again
        sent(folder, route(server.port))
        later = Counter(server.post.recipients())
    done = states(folder)
    assert set(done.values()) <= {"sent", "refused", "unknown"}
    for one in recipients:
        assert arrived[one] + later[one] <= 1
        assert done[one] != "sent" or arrived[one] + later[one] == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_nobody_is_forgotten_and_nobody_gets_it_twice(fault: Fault, tmp_path: Path, authority: Authority) -> None:
    faulty(fault, 12, tmp_path, authority)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_nor_of_two_hundred_and_ten(fault: Fault, tmp_path: Path, authority: Authority) -> None:
    faulty(fault, 210, tmp_path, authority)
