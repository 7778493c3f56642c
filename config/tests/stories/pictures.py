"""The pictures of the manual: `make pictures`. The real examples and an invented office, seen on a day that stands.

Each is a PNG of few colours, so that all of them together are small; which chapter shows which is said there.
"""

import io
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from config.tests.browser import opened
from config.tests.cast import an_account, unit
from visits.loading.demonstration import load_demonstration
from visits.loading.waiting_work import leave_work_waiting
from visits.models import Assignment, RecordState, Visit

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)  # ten in the morning
FOLDER = settings.BASE_DIR / "visits" / "static" / "visits" / "manual"
DESK, PHONE = {"width": 1000, "height": 700}, {"width": 360, "height": 640}
COLOURS = 48
FACES = "Promise.all([...document.fonts].map(face => face.load())).then(() => document.fonts.ready).then(() => true)"


def shots():
    """Name of the picture -> role, address, and what of the page is shown (the window where nothing is said)."""
    certified = Visit.objects.filter(record_state=RecordState.FINAL, code__isnull=False).earliest(
        "starts_on", "pk"
    )
    submitted = Visit.objects.filter(record_state=RecordState.SUBMITTED).latest("starts_on", "pk")
    overdue = (
        Assignment.objects.overdue(timezone.localdate(NOW))
        .filter(state="acknowledged")
        .earliest("effective_due_on", "pk")
    )
    own = Assignment.objects.filter(unit__code="DIPROM-C01", state="acknowledged").latest("pk")
    return {
        "front-clerk": ("clerk", "/"),
        "front-reviewer": ("reviewer", "/"),
        "front-officer": ("officer", "/"),
        "front-executive": ("executive", "/"),
        "front-auditor": ("auditor", "/"),
        "front-admin": ("admin", "/"),
        "entry": ("clerk", f"/admin/visits/visit/{submitted.pk}/change/"),
        "entry-new": ("clerk", "/admin/visits/visit/add/"),
        "visit": ("clerk", f"/visits/{certified.pk}/"),
        "sign-off": ("reviewer", f"/visits/{submitted.pk}/"),
        "waiting": ("reviewer", "/sign-off/"),
        "print": ("executive", f"/visits/{certified.pk}/print/"),
        "press-release": ("clerk", "/press-release/"),
        "readings": ("clerk", "/press-releases/"),
        "imports": ("clerk", "/imports/new/"),
        "worklists": ("clerk", "/worklist/"),
        "directives": ("clerk", "/directives/"),
        "directive": ("clerk", f"/directives/{overdue.directive_id}/"),
        "follow-up": ("executive", "/reports/progress/"),
        "own-directives": ("officer", "/directives/mine/"),
        "report-result": ("officer", f"/assignments/{own.pk}/report/"),
        "letters": ("clerk", "/letters/"),
        "register": ("executive", "/reports/register/?q=ลำปาง"),
        "centres": ("executive", "/reports/centres/?fiscal_year=2570"),
        "map": ("executive", "/reports/map/?fiscal_year=2569"),
        "calendar-month": ("executive", "/calendar/2026/11/"),
        "calendar-week": ("executive", "/calendar/week/2026-11-21/"),
        "calendar-year": ("executive", "/calendar/2026/"),
        "feed": ("executive", "/calendar/feed/"),
        "reminders": ("officer", "/reminders/"),
        "briefing": ("executive", f"/units/{certified.unit_id}/before/"),
        "trail": ("auditor", "/trail/"),
        "status": ("admin", "/status/"),
    }


ON_A_PHONE = {"own-directives", "report-result"}
# Of these the part below the filter says more than the head of the page.
FROM = {"map": ".province-map", "register": ".report", "directives": ".report", "centres": ".matrix"}


@pytest.fixture
def office(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    call_command("load_reference", verbosity=0)
    call_command("load_examples", verbosity=0)
    today = timezone.localdate(NOW)
    with transaction.atomic():
        load_demonstration(today)
    names = {"clerk": "สมหญิง ใจดี", "reviewer": "วิชัย รอบคอบ", "officer": "กัญญา พร้อมช่วย"}
    names |= {"executive": "ประเสริฐ นำทาง", "auditor": "มาลี ตรวจตรา", "admin": "อนันต์ ดูแลดี"}
    accounts = {}
    for role, name in names.items():
        first, last = name.split()
        own = {"unit": unit("DIPROM-C01")} if role == "officer" else {}
        accounts[role] = an_account(role, first_name=first, last_name=last, **own)
    with transaction.atomic():
        leave_work_waiting(accounts["clerk"], accounts["reviewer"], today)
    return accounts


def test_pictures_are_taken(chromium, live, request, sign_in, office):
    with ExitStack() as pages:
        desks = {}
        for name, (role, address) in shots().items():
            size = PHONE if name in ON_A_PHONE else DESK
            key = role, size["width"]
            if key not in desks:
                desks[key] = pages.enter_context(opened(chromium, live, request, viewport=size))
                sign_in(desks[key], office[role])
                # The news has been read, as on every other day.
                desks[key].goto("/manual/news/")
            page = desks[key]
            page.goto(address)
            page.wait_for_load_state("networkidle")
            if name in FROM:
                page.evaluate("place => document.querySelector(place)?.scrollIntoView()", FROM[name])
            # The browser draws with a typeface of its own until ours has come, and asks for a face only once it draws.
            page.evaluate(FACES)
            save(name, page.screenshot())


def save(name, shot):
    """As few colours as the eye asks for; without dithering, which PNG packs badly."""
    with Image.open(io.BytesIO(shot)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(FOLDER / f"{name}.png", optimize=True)
