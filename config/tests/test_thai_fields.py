from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from config.thai.dates import YEAR_OUT_OF_RANGE
from config.thai.fields import (
    BlockField,
    DayField,
    LineField,
    SortKeyField,
    choice_constraint,
    day_constraints,
    search_field,
)
from config.thai.text import fold, sort_key

MESSY = [
    "สํานักงาน อุตสาหกรรมจังหวัด\u200bลําปาง",
    "น้ําตาล นํ้าตาล นำ้ตาล",
    "เเม่ฮ่องสอน",
    "DIPROM CENTER ๑๑ | Café ÉCOLE",
    "หนึ่ง\r\nสอง\tสาม\u00a0สี่\u2028ห้า\ufeff",
    "100% ของ \"เป้า\" 'a' \\ {} %s",
    "👍🏽 ดีพร้อม",
    "",
]


class Kind(models.TextChoices):
    ONE = "one", "หนึ่ง"


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker):
    """A throwaway table with every kind of field."""
    with django_db_blocker.unblock(), isolate_apps("config"):

        class Shelf(models.Model):
            name = LineField("ชื่อ", max_length=200)
            note = BlockField("หมายเหตุ", blank=True)
            day = DayField("วันที่", null=True, blank=True)
            kind = models.CharField(max_length=10, choices=Kind, default=Kind.ONE)
            sort_key = SortKeyField(source=("name", "note"))
            search = search_field("name", "note")

            class Meta:
                app_label = "config"
                constraints = [*day_constraints("shelf", "day"), choice_constraint("shelf", "kind", Kind)]

        with connection.schema_editor() as editor:
            editor.create_model(Shelf)
        yield Shelf
        with connection.schema_editor() as editor:
            editor.delete_model(Shelf)


@pytest.fixture
def shelf(db, table):
    return table


def test_saving_cleans_and_the_instance_shows_it(shelf):
    row = shelf.objects.create(name=" สํานัก\u200bงาน\n ", note=" ก  ข\r\nค ")
    assert (row.name, row.note) == ("สำนักงาน", "ก ข\nค")
    row.refresh_from_db()
    assert (row.name, row.note) == ("สำนักงาน", "ก ข\nค")


def test_a_bulk_update_cleans_too(shelf):
    shelf.objects.create(name="ก")
    shelf.objects.update(name="น้ํา")
    assert shelf.objects.get(name="นํ้า").name == "น้ำ"


@pytest.mark.parametrize("text", MESSY)
def test_the_database_folds_as_python_does(shelf, text):
    row = shelf.objects.create(name=text, note=text)
    row.refresh_from_db()
    assert row.search == f"{fold(text)}|{fold(text)}"


def test_the_database_folds_what_was_written_past_the_fields(shelf):
    row = shelf.objects.create(name="ก")
    raw = "สํานักงาน \u200bน้ําท่วม ๑๑|DIP"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE config_shelf SET name = %s", [raw])
    row.refresh_from_db()
    assert row.search == fold(raw) + "|"


def test_rows_are_ordered_by_the_stored_key(shelf):
    for name in ["ภาคที่ 10", "เชียงราย", "ชุมพร", "ภาคที่ 2", "ขาว", "ข้าว", "a", "ข่าว"]:
        shelf.objects.create(name=name)
    names = list(shelf.objects.order_by("sort_key").values_list("name", flat=True))
    assert names == ["a", "ขาว", "ข่าว", "ข้าว", "ชุมพร", "เชียงราย", "ภาคที่ 2", "ภาคที่ 10"]


def test_the_key_follows_its_sources_and_fits(shelf):
    row = shelf.objects.create(name="เ" * 150, note="ข" * 300)
    assert row.sort_key == sort_key("เ" * 150 + " " + "ข" * 300)[:255]


@pytest.mark.parametrize("day", [date(1956, 12, 31), date(2158, 1, 1), date(2566, 1, 28)])
def test_a_day_out_of_range_is_refused_at_the_field_and_by_the_database(shelf, day):
    with pytest.raises(ValidationError) as refused:
        shelf(name="ก", day=day).clean_fields()
    assert refused.value.message_dict == {"day": [YEAR_OUT_OF_RANGE]}
    with pytest.raises(IntegrityError):
        shelf.objects.create(name="ก", day=day)


def test_the_first_and_the_last_day_and_none_are_stored(shelf):
    for day in (date(1957, 1, 1), date(2157, 12, 31), None):
        row = shelf(name="ก", day=day)
        row.full_clean()
        row.save()
    assert shelf.objects.count() == 3


def test_the_constraints_explain_themselves_in_thai(shelf):
    with pytest.raises(ValidationError) as refused:
        shelf(name="ก", day=date(2566, 1, 1), kind="two").validate_constraints()
    assert refused.value.messages == [YEAR_OUT_OF_RANGE, "ค่านี้ไม่อยู่ในรายการที่เลือกได้"]


def test_a_choice_that_is_not_known_is_refused_by_the_database(shelf):
    with pytest.raises(IntegrityError):
        shelf.objects.create(name="ก", kind="two")


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (LineField(max_length=9), "config.thai.fields.LineField(max_length=9)"),
        (BlockField(blank=True), "config.thai.fields.BlockField(blank=True)"),
        (DayField(null=True), "config.thai.fields.DayField(null=True)"),
        (
            SortKeyField(source=("first_name", "last_name")),
            "config.thai.fields.SortKeyField(db_index=True, max_length=255, source=('first_name', 'last_name'))",
        ),
        (
            search_field("first_name", "last_name"),
            (
                "models.GeneratedField(db_persist=True, "
                "expression=config.thai.fields.Fold('first_name', 'last_name'), output_field=models.TextField())"
            ),
        ),
    ],
)
def test_a_migration_says_how_a_field_was_declared(field, written):
    assert MigrationWriter.serialize(field)[0] == written
