"""Every page of the site, filled with the real visits, speaks Thai and counts years in the Buddhist era."""

import json

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.urls import get_resolver, reverse

from config.tests.cast import client_of
from config.tests.pages import gregorian_years, latin_words, text_of
from config.tests.walk import all_places_taken
from officials.models import User
from visits.manual.chapters import BY_SLUG
from visits.models import Status, Visit

pytestmark = pytest.mark.one_database

# Words that stand as they are in a Thai office: file formats, keys, programs.
OFFICE_WORDS = {
    "Excel",
    "Word",
    "Esc",
    "Control",
    "Command",
    "Mac",
    "Phone",
    "Google",
    "Outlook",
    "URL",
    "https",
    "Microsoft",
    "Authenticator",
    # Of the manual: keys of a keyboard, and telephones.
    "Ctrl",
    "Enter",
    "Shift",
    "Tab",
    "Android",
    # Of the page of the administrator: the programs that the site stands on, and the command that backs it up.
    "Python",
    "Django",
    "Lite",
    "Postgre",
    "backup",
}


@pytest.fixture
def everything(db, django_user_model):
    """Reference data and the ten visits, a draft to be edited, and an account that may open every page."""
    call_command("load_reference", verbosity=0)
    call_command("load_examples", verbosity=0)
    first = Visit.objects.in_order().first()
    Visit.objects.create(unit=first.unit, trip=first.trip, starts_on=first.starts_on, status=Status.DONE)
    return User.objects.create_superuser("ดูแล", password="demo-1234", first_name="ผู้ดูแล", last_name="ทั้งหมด")


def known_words():
    """Latin words of the data itself: names of systems, units and people as they are written."""
    files = (settings.BASE_DIR / "fixtures").glob("*.json")
    return latin_words(
        " ".join(json.dumps(json.loads(one.read_text("utf-8")), ensure_ascii=False) for one in files)
    )


def admin_pages():
    """The passwords' pages, and list, add, edit, delete and history of every model, the edited row being the newest."""
    yield reverse("admin:index")
    yield reverse("admin:password_change")
    yield reverse("admin:auth_user_password_change", args=[User.objects.order_by("pk").first().pk])
    for model, model_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if row := model_admin.model._default_manager.order_by("-pk").first():
            yield from (reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "delete", "history"))
        yield reverse(f"{name}_add")


def own_pages():
    """Every address outside the admin that needs no more than a record's key or a day."""
    keys = {"year": 2023, "month": 1, "day": "2023-01-28", "report_id": "register"}
    keys["pk"] = Visit.objects.order_by("pk").first().pk
    keys |= {"code": "reopen", "verb": "end"}
    keys |= {"kind": "visits.visit", "past": Visit.history.first().history_id}
    for pattern in get_resolver().url_patterns:
        wanted = list(getattr(pattern.pattern, "converters", {}))
        if getattr(pattern, "name", None) and set(wanted) <= keys.keys():
            yield reverse(pattern.name, kwargs={name: keys[name] for name in wanted})
    yield from (chapter.address for chapter in BY_SLUG.values())


def faults(client, addresses):
    known = known_words() | OFFICE_WORDS
    for address in addresses:
        response = client.get(address, follow=True)
        if not response.headers["Content-Type"].startswith("text/html"):
            response.getvalue()
            continue
        text = text_of(response)
        found = [*gregorian_years(text), *sorted(latin_words(text) - known)]
        if response.status_code not in (200, 403, 404, 503) or found:
            yield address, response.status_code, found


def test_data_entry_speaks_thai(everything):
    found = list(faults(client_of(everything), admin_pages()))
    assert found == [], found


def test_reading_pages_speak_thai(everything):
    """Files are not made, so that the page which tells to wait for them is read."""
    with all_places_taken():
        assert list(faults(client_of(everything), own_pages())) == []


def test_the_sign_in_page_speaks_thai(client, db):
    assert list(faults(client, [reverse("admin:login")])) == []
