"""Which IP addresses are of the public internet, however they are spelled.

What belongs here: judging one address. What does not: resolving names, and connecting (``safety.py``).

The table beside this module is asked besides the standard library's ``is_global``, which knows fewer ranges in some
releases than in others. An IPv6 address that carries an IPv4 address inside is judged by both.
"""

from __future__ import annotations

import functools
import ipaddress
from pathlib import Path

from readouts.base.files import read_tsv

_TABLE = Path(__file__).with_name("special_networks.txt")

_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that IANA gives out as global unicast."""

_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CARRIERS = (_MAPPED, _NAT64)
"""Where the last 32 bits are the IPv4 address that is reached (RFC 4291, RFC 6052)."""

_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""The first half of an interface id whose second half is the IPv4 address that is reached (RFC 5214)."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@functools.cache
def _special() -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(row["network"]) for row in read_tsv(_TABLE))


def is_public(address: str) -> bool:
    """Whether an IP address, and any IPv4 address it carries inside, is one of the public internet.

    What is no address, or has a zone (``fe80::1%eth0``), is not.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_public_v4(ip)
    if any(ip in network for network in _CARRIERS):
        return ip.scope_id is None and _is_public_v4(_last_32_bits(ip))
    if ip not in _UNICAST or ip.scope_id is not None or not ip.is_global:
        return False
    if any(ip in network for network in _special() if network.version == 6):
        return False
    is_isatap = (int(ip) >> 32 & 0xFFFFFFFF) in _ISATAP
    return not is_isatap or _is_public_v4(_last_32_bits(ip))


def _is_public_v4(ip: ipaddress.IPv4Address) -> bool:
    if not ip.is_global or ip.is_multicast:
        return False
    return not any(ip in network for network in _special() if network.version == 4)


def _last_32_bits(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
