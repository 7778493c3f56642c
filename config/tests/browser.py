"""Fixtures that drive Debian's Chromium: `page`, `phone`, `scriptless`, `sign_in`, `accessibility_faults`."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.urls import get_resolver

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PAGES = pytest.StashKey()
COMPLAINTS = {}
# The first draws the same as the others, in a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
PATIENCE = 15_000  # milliseconds; two workers share two cores

# Chromium refuses its sandbox to root; the rest keeps it from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def find_chromium():
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def leave_out(reason):
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium():
    path = find_chromium() or leave_out("needs Chromium: apt-get install chromium-headless-shell")
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop stays in this thread, and Django would take every query here for an async one.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def live(live_server):
    """The site on a free port; its rows are committed, so that its threads see them."""
    # All views are imported now: it takes seconds, for which the first page would be waited.
    get_resolver().url_patterns  # noqa: B018
    return live_server


@pytest.fixture
def page(chromium, live, request):
    with opened(chromium, live, request, viewport=DESKTOP) as page:
        yield page


@pytest.fixture
def phone(chromium, live, request):
    with opened(chromium, live, request, viewport=PHONE, has_touch=True) as page:
        yield page


@pytest.fixture
def scriptless(chromium, live, request):
    with opened(chromium, live, request, viewport=DESKTOP, java_script_enabled=False) as page:
        yield page


@contextmanager
def opened(browser, live, request, **options):
    """A page in a browser of its own; whatever its console calls a mistake fails the test at the end."""
    context = browser.new_context(
        base_url=live.url, locale="th-TH", timezone_id="Asia/Bangkok", reduced_motion="reduce", **options
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints = COMPLAINTS[page] = listen(page, live.url)
    request.node.stash.setdefault(PAGES, []).append(page)
    yield page
    context.close()
    assert complaints == []


def listen(page, home):
    """Script errors, breaches of the content security policy, and anything asked of another machine."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("console", lambda message: "Security Policy" in message.text and complaints.append(message.text))
    page.on(
        "request", lambda request: is_abroad(request.url, home) and complaints.append(f"asked {request.url}")
    )
    return complaints


def is_abroad(url, home):
    return not url.startswith((home, "data:", "blob:", "about:"))


@pytest.fixture
def sign_in(live):
    """Signs a page in at once; `type_sign_in` does it as a person."""
    from config.tests.cast import client_of  # models want Django to be set up

    def hand_over_the_cookies(page, account):
        cookies = client_of(account).cookies.values()
        page.context.add_cookies([{"name": one.key, "value": one.value, "url": live.url} for one in cookies])

    return hand_over_the_cookies


@pytest.fixture
def type_sign_in():
    def fill_in_the_form(page, username, password):
        page.goto("/admin/login/")
        page.locator("#id_username").fill(username)
        page.locator("#id_password").fill(password)
        page.locator("[type=submit]").first.click()
        page.wait_for_url(lambda url: "/login/" not in url)

    return fill_in_the_form


@pytest.fixture
def accessibility_faults():
    """What axe-core finds on a page at every level, one line each: rule, help, first place."""
    from axe_playwright_python.sync_playwright import Axe

    def look(page):
        before = len(COMPLAINTS[page])
        found = Axe().run(page).response["violations"]
        # To measure, axe draws with inline styles, which the page's own policy forbids: not the page's fault.
        del COMPLAINTS[page][before:]
        return [
            f"{fault['id']}: {fault['help']} at {fault['nodes'][0]['target'][0]} ({len(fault['nodes'])} in all)"
            for fault in found
        ]

    return look


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if call.when == "call" and report.failed:
        open_pages = (page for first in item.stash.get(PAGES, []) for page in first.context.pages)
        for number, page in enumerate(open_pages):
            picture = picture_of(item, number)
            page.screenshot(path=picture, full_page=True)
            report.sections.append(("screenshot", f"{page.url}\n{picture}"))
    return report


def picture_of(item, number):
    """Outlives the run, unlike its scratch folder, for the one who has to look."""
    folder = Path(tempfile.gettempdir(), "field-visits-screenshots")
    folder.mkdir(exist_ok=True)
    return folder / f"{item.name.replace('/', '_')}-{number}.png"
