"""Loading into a database that is not yet filled, or filled by hand."""

import pytest
from django.core.management import CommandError, call_command

from officials.models import Post
from units.models import Unit
from visits.loading import reference_data
from visits.models import Visit


def test_what_staff_typed_before_is_not_doubled(db):
    """A later version of the reference data may bring what staff have already entered without its key."""
    reference_data.load_provinces()
    reference_data.load_units()
    Post.objects.create(unit=Unit.objects.get(code="PROV-CMI"), title="ผู้ว่าราชการจังหวัดเชียงใหม่")
    call_command("load_reference", verbosity=0)
    assert Post.objects.filter(title="ผู้ว่าราชการจังหวัดเชียงใหม่").count() == 1


def test_examples_without_reference_data_are_refused(db):
    with pytest.raises(CommandError, match="load_reference"):
        call_command("load_examples")
    assert Visit.objects.count() == 0
