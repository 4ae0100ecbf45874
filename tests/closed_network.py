"""The network is closed in tests: a connection goes to this machine or fails."""

import ipaddress

LOCAL_NAMES = {"", "localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - only compared


class NetworkIsClosed(RuntimeError):
    """A test tried to reach an address that is not this machine."""


def refuse_strangers(event: str, arguments: tuple) -> None:
    """Raise NetworkIsClosed when Python is about to connect to, or look up, another machine."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_this_machine(host):
        raise NetworkIsClosed(f"tests may not reach {host}")


def _is_this_machine(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host or ""
    if name in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
