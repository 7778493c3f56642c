"""One POST to an address outside: to the machine that was looked at, without redirects, within seconds."""

import http.client
import socket
import ssl
import threading
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from visits.models.webhook import PRIVATE, check_address, is_public

# Of each wait for the network, and of the whole.
SECONDS, MOST_SECONDS = 10, 20


class NotDelivered(Exception):
    """What went wrong, as a sentence."""


class PinnedConnection(http.client.HTTPConnection):
    """Connects to a network address that was looked at before: a second look-up of the name could lead elsewhere."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.address, self.context = address, context

    def connect(self) -> None:
        """The connection, encrypted and with the certificate of the name where there is a context."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.context:
            self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)


def post(url: str, body: bytes, headers: dict[str, str]) -> None:
    """Sends; raises `NotDelivered` for every answer but 2xx, and where there is none in time."""
    try:
        check_address(url)
    except ValidationError as refusal:
        raise NotDelivered(" ".join(refusal.messages)) from None
    parts = urlsplit(url)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    connection = PinnedConnection(
        host, port, allowed_address(host, port), ssl.create_default_context() if is_secure else None
    )
    # A server that sends a letter every few seconds would hold the run for ever.
    watch = threading.Timer(MOST_SECONDS, cut, [connection])
    watch.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotDelivered(f"ปลายทางไม่ตอบ: {error or type(error).__name__}") from None
    finally:
        watch.cancel()
        connection.close()
    if 300 <= status < 400:
        raise NotDelivered(f"ปลายทางให้ไปที่อยู่อื่น ({status}) ซึ่งระบบไม่ทำตาม")
    if not 200 <= status < 300:
        raise NotDelivered(f"ปลายทางตอบ {status}")


def allowed_address(host: str, port: int) -> str:
    """A network address of the host; raises `NotDelivered` where there is none, or one in a private network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotDelivered(f"ไม่พบเครื่อง {host}: {error}") from None
    addresses = [str(row[4][0]) for row in found]
    if host not in settings.WEBHOOK_PRIVATE_HOSTS and not all(map(is_public, addresses)):
        raise NotDelivered(PRIVATE)
    return addresses[0]


def cut(connection: http.client.HTTPConnection) -> None:
    """Ends a connection that another thread waits for."""
    if connection.sock:
        connection.sock.shutdown(socket.SHUT_RDWR)
