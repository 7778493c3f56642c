"""Whatever is sent to whatever page: never a fault of the site, never another unit's data, never another site, always Thai.

`make test` asks every twelfth address as clerk and as officer, once for each form and query string; `make scan` asks all of
them as everybody, four times, and for files too.
"""

import re
from contextlib import nullcontext
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings

from config.tests.addresses import NAMES
from config.tests.html import texts
from config.tests.spoiling import cases, targets
from config.tests.two_worlds import SECRET
from config.tests.walk import NOBODY, all_places_taken, all_text, prepared_walk

pytestmark = [pytest.mark.django_db, pytest.mark.generated]
THOROUGH = settings.get_current_profile_name() == "scan"
ROLES = [*NAMES, NOBODY] if THOROUGH else ["officer", "clerk"]
EXAMPLES, STEP = (4, 1) if THOROUGH else (1, 12)
# No page takes its script or its style from itself, or the content security policy would be an empty word.
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>|<style|<[^>]*\s(?:style|on[a-z]+)=\"")
BUSY = 503
HOME = "http://testserver/"


@pytest.mark.parametrize("role", ROLES)
def test_bad_input_is_answered_in_thai_and_tells_nothing(db, role):
    walk = prepared_walk()(role)
    # Files take most of the time; what is drawn from the answers of a second database would only be the same.
    with nullcontext() if THOROUGH and connection.vendor == "sqlite" else all_places_taken():
        for number, target in enumerate(targets(walk, ROLES.index(role) % STEP, STEP)):
            _throw(walk, target, number)


def _throw(walk, target, number):
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(cases(target, number))
    def is_answered(case):
        assert list(complaints(_response_and_text(walk, case), walk, target)) == []

    is_answered()


def _response_and_text(walk, case):
    """Nothing that a case does remains for the next, not even a lost session."""
    session = walk.client.cookies.copy()
    with transaction.atomic():
        response = case.ask(walk.client)
        text = all_text(response)
        transaction.set_rollback(True)
    walk.client.cookies = session
    return response, text


def complaints(answer, walk, target):
    response, text = answer
    if response.status_code >= 500 and response.status_code != BUSY:
        yield f"{response.status_code}"
    if walk.role in ("officer", NOBODY) and SECRET in text:
        yield "another unit's data"
    if walk.role == "officer" and target.strange and response.status_code != 404:
        yield f"another unit's record answers {response.status_code}"
    if urlsplit(urljoin(HOME, response.get("Location", "").replace("\\", "/"))).netloc != "testserver":
        yield f"leads to {response['Location']}"
    # The probes' text for machines is answered before any middleware; there is nothing in it to keep a policy on.
    is_probe = response.get("Content-Type", "").startswith("text/plain")
    if not is_probe and response.get("Content-Security-Policy", "").count("default-src 'self'") != 1:
        yield "no content security policy"
    if text and response.get("Content-Type", "").startswith("text/html"):
        yield from _complaints_of_page(response, text)


def _complaints_of_page(response, text):
    if 'lang="th"' not in text:
        yield "no Thai page"
    yield from INLINE.findall(text)
    if "errorlist" in text:
        sentences = [
            text for css in ("errorlist", "errorlist nonfield") for text in texts(response, "ul", class_=css)
        ]
        yield from (text for text in sentences if text and not re.search("[ก-๙]", text))
