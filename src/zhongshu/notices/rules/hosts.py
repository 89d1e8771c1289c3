"""Where messages may go (允许外联的主机): names, `*.name`, addresses and networks, listed outside the database."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that a sender may reach. `any_public`: also every address of the internet, as far as it is public."""

    listed: tuple[str, ...]
    any_public: bool = False

    def may_name(self, host: str) -> bool:
        """Tell whether a host may be asked for by this name or address."""
        return self.is_listed(host) or self.any_public

    def is_listed(self, host: str) -> bool:
        """Tell whether a name or an address is on the list."""
        host = host.strip("[]").rstrip(".").lower()
        return any(_is(host, one.lower()) for one in self.listed)

    def may_reach(self, host: str, address: str) -> bool:
        """Tell whether the address that a name turned out to have may be spoken to; a listed name stands for it."""
        if self.is_listed(host) or self.is_listed(address):
            return True
        return self.any_public and _is_public(address)


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    plain = getattr(found, "ipv4_mapped", None) or found
    return plain.is_global and not plain.is_multicast


def _is(host: str, one: str) -> bool:
    if one.startswith("*."):
        return host.endswith(one[1:])
    if host == one:
        return True
    return _lies_in(host, one)


def _lies_in(host: str, network: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]) in ip_network(network, strict=False)
    except ValueError:  # a name on either side
        return False
