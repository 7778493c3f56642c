"""Room on the stack of Python for the calls of a request."""

from collections.abc import Callable, Iterable
from typing import Any

# Words of eight bytes: a frame that wants as many gets a block of 256 kB from Python.
ROOM = 20_000


def with_room(handler: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """The WSGI application called from a frame so large that all calls of a request fit into the block behind it.

    Python keeps its calls in blocks of 16 kB. A call that just does not fit takes a new block from the system and gives
    it back when it ends, and a loop at that depth does so each time (docs/decisions/0050).
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return handler(environ, start_response)

    application.__code__ = application.__code__.replace(co_stacksize=ROOM)
    return application
