"""What a request tells of who sent it: an address, and a device in plain words. Neither is ever a proof of anything."""

import ipaddress
import re
from dataclasses import dataclass

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext as _

# In this order: most browsers also name those that they descend from.
_BROWSERS = (
    (re.compile(r"\bEdgi?A?O?S?/"), "Edge"),
    (re.compile(r"\bOPR/|\bOpera"), "Opera"),
    (re.compile(r"\bSamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"\bYaBrowser/"), "Yandex"),
    (re.compile(r"\b(Firefox|FxiOS)/"), "Firefox"),
    (re.compile(r"\b(Chrome|CriOS|HeadlessChrome|Chromium)/"), "Chrome"),
    (re.compile(r"\bVersion/[\d.]+.*\bSafari/"), "Safari"),
    (re.compile(r"^curl/"), "curl"),
)
_SYSTEMS = (
    (re.compile(r"\biPhone\b|\biPod\b"), "iPhone"),
    (re.compile(r"\biPad\b"), "iPad"),
    (re.compile(r"\bAndroid\b"), "Android"),
    (re.compile(r"\bCrOS\b"), "ChromeOS"),
    (re.compile(r"\bWindows\b"), "Windows"),
    (re.compile(r"\bMac OS X\b|\bMacintosh\b"), "macOS"),
    (re.compile(r"\bLinux\b|\bX11\b"), "Linux"),
)


def address_of(request: HttpRequest) -> str:
    """The address that a request came from, "" if nobody can say: behind our proxy the last hop it names, else whoever is connected."""
    try:
        return get_client_ip(request) or ""
    except ImproperlyConfigured:
        # Fewer hops than proxies: it did not come through ours.
        return ""


def neighbourhood_of(request: HttpRequest) -> str:
    """What counts as one visitor where tries are counted: an address, or the 64 bits of a network that one holder of IPv6 has."""
    address = address_of(request)
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def device_of(user_agent: str) -> str:
    """A device in plain words, as it describes itself: "Chrome on Windows"."""
    browser = next((name for pattern, name in _BROWSERS if pattern.search(user_agent)), "")
    system = next((name for pattern, name in _SYSTEMS if pattern.search(user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("an unknown device")


@dataclass(frozen=True)
class Where:
    """From where something was done, as a letter about it tells."""

    address: str = ""
    user_agent: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Where":
        return cls(address_of(request), request.headers.get("User-Agent", "")[:200])
