"""Leaves out the legs whose real parts are missing here, and names them at the end."""

import socket
from collections import Counter
from ipaddress import ip_address
from typing import Any

import pytest

from tests.legs import LEGS

pytest_plugins = ["tests.mariadb", "tests.redis_server"]

LEFT_OUT: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all-legs", action="store_true", help="fail when a leg is left out")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for leg in LEGS:
        marked = [item for item in items if item.get_closest_marker(leg.marker)]
        if not marked or leg.is_here():
            continue
        if config.getoption("--all-legs") and not leg.optional:
            raise pytest.UsageError(f"leg {leg.marker} cannot run: {leg.missing}")
        LEFT_OUT[f"{leg.marker}: {leg.missing}"] = len(marked)
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=leg.missing))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if LEFT_OUT:
        terminalreporter.section("legs left out")
    for leg, tests in LEFT_OUT.items():
        terminalreporter.write_line(f"{leg} ({tests} tests)")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test does, it talks to this machine only."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not ip_address(address[0]).is_loopback:
            raise AssertionError(f"a test wants to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)
