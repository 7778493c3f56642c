"""The private names of Django that we use do what we rely on: an upgrade that changes one fails here and nowhere else."""

import inspect

import pytest
from django.contrib.admin import ModelAdmin
from django.core.files.base import ContentFile
from django.db import models

from config.tests.cast import a_visit
from officials.models import Official
from officials.models.usage_log import Use
from visits.models import Attachment, Finding, Visit

pytestmark = pytest.mark.django_db


def test_clone_is_called_for_every_queryset_made_from_another(officer):
    """`TrackedQuerySet._clone` hands on for whom the rows are filtered."""
    rows = Visit.objects.visible_to(officer)
    assert rows._officer == officer
    assert rows.filter(pk=1).order_by("pk").all()._officer == officer


def test_changeform_view_is_what_the_admin_calls_within_its_transaction():
    """`TrackedAdmin._changeform_view` looks at what was posted before the forms are made."""
    assert list(inspect.signature(ModelAdmin._changeform_view).parameters) == [
        *("self", "request", "object_id", "form_url", "extra_context")
    ]
    assert "_changeform_view" in inspect.getsource(ModelAdmin.changeform_view)


def test_raw_delete_deletes_with_one_statement(django_assert_num_queries):
    """The log of uses is cleared without reading its rows."""
    with django_assert_num_queries(1):
        models.QuerySet(Use).filter(pk=0)._raw_delete("default")


def test_committed_tells_a_new_file_from_one_on_the_disk():
    """Validators read only what is being uploaded."""
    stored = Attachment(file="attachments/a.pdf").file
    new = Attachment(file=ContentFile(b"%PDF", "a.pdf")).file
    assert (stored._committed, new._committed) == (True, False)


def test_prefetched_objects_cache_holds_what_was_prefetched(nattapol):
    """`Official.position_on` asks nothing of a person whose appointments were read already."""
    plain, read = Official.objects.get(), Official.objects.with_appointments().get()
    assert "appointments" not in getattr(plain, "_prefetched_objects_cache", {})
    assert "appointments" in read._prefetched_objects_cache


def test_get_field_display_gives_the_label_of_every_choice(centre1):
    """`Tracked._get_FIELD_display` is what Django calls; a value without a label stands as it is."""
    visit = a_visit(centre1, "28/01/2566")
    for value, label in [*Visit._meta.get_field("status").flatchoices, ("sundry", "sundry")]:
        visit.status = value
        assert (
            visit.get_status_display() == models.Model._get_FIELD_display(visit, Visit.status.field) == label
        )
    assert Visit._get_FIELD_display is not models.Model._get_FIELD_display


def test_the_manager_of_a_relation_gives_what_is_in_prefetched_objects_cache(
    centre1, django_assert_num_queries
):
    """`prefetch_occurring` writes there that a relation is empty."""
    visit = a_visit(centre1, "28/01/2566")
    visit.__dict__["_prefetched_objects_cache"] = dict.fromkeys(
        ("findings", "activities"), Finding.objects.none()
    )
    with django_assert_num_queries(0):
        assert [*visit.findings.all(), *visit.activities.all()] == []
