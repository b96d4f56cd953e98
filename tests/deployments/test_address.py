"""Where the server listens, and what is said of an address that cannot be."""

import socket

import pytest

from deployments.server.address import Address, AddressError, listening_address, refuse_taken_port


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1:4201", Address("127.0.0.1", 4201)),
        ("[::1]:4201", Address("::1", 4201)),
        ("desk.example:80", Address("desk.example", 80)),
    ],
)
def test_a_bind_is_a_host_and_a_port(bind: str, address: Address) -> None:
    assert listening_address("https://desk.example", bind) == address


@pytest.mark.parametrize("bind", ["127.0.0.1", "0.0.0.0:", "::1:4200", "desk:99999", "desk:0", "desk:-1"])
def test_a_bind_without_a_port_is_refused_and_no_port_is_guessed(bind: str) -> None:
    with pytest.raises(AddressError, match=r"LANDWAITER_BIND is .* expected host:port"):
        listening_address("http://127.0.0.1:4200", bind)


@pytest.mark.parametrize("url", ["http://desk:0", "http://desk:99999", "http://", "ftp://desk"])
def test_a_url_at_which_nobody_can_listen_is_refused(url: str) -> None:
    with pytest.raises(AddressError, match=r"LANDWAITER_URL is .* expected a web address"):
        listening_address(url, None)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:4200"),
        ("0.0.0.0", "http://127.0.0.1:4200"),
        ("::", "http://[::1]:4200"),
        ("desk.example", "http://desk.example:4200"),
    ],
)
def test_the_processes_of_this_machine_reach_it_by_an_address_that_leads_somewhere(
    host: str, url: str
) -> None:
    assert Address(host, 4200).url == url


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("127.8.8.8", True), ("::1", True), ("10.0.0.1", False), ("desk.example", False)],
)
def test_a_name_that_is_not_this_machine_for_certain_counts_as_open(host: str, loopback: bool) -> None:
    assert Address(host, 4200).is_loopback is loopback


def test_a_taken_port_is_named_and_a_free_one_stays_free() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        other.listen()
        with pytest.raises(AddressError, match=rf"Cannot listen on 127\.0\.0\.1:{port} .*LANDWAITER_URL"):
            refuse_taken_port(Address("127.0.0.1", port))
    refuse_taken_port(Address("127.0.0.1", port))
    refuse_taken_port(Address("127.0.0.1", port))


def test_a_host_that_is_another_machine_is_refused() -> None:
    with pytest.raises(AddressError, match=r"Cannot listen on 192\.0\.2\.1:4200"):
        refuse_taken_port(Address("192.0.2.1", 4200))
