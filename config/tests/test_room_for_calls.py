"""The server calls the site from a frame with room behind it, so that no page pays for where a block of the stack ends."""

import sys

from django.test import RequestFactory

from config.stack_room import ROOM, with_room


def test_a_request_gets_the_room_and_its_answer_is_that_of_the_handler():
    seen = []

    def handler(environ, start_response):
        caller = sys._getframe(1)
        seen.append((caller.f_code.co_stacksize, environ["PATH_INFO"]))
        start_response("200 OK", [])
        return [b"body"]

    # 16 kB is a block of Python's: what asks for more than eight of them gets 256 kB.
    assert ROOM * 8 > 8 * 16 * 1024
    started = []
    environ = RequestFactory().get("/healthz").environ
    assert with_room(handler)(environ, lambda *head: started.append(head)) == [b"body"]
    assert (seen, started) == ([(ROOM, "/healthz")], [("200 OK", [])])
