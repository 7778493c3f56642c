"""The index of the search texts holds just what the tables hold, whatever happened to them; a faulty one is named."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import found_keys, word_index
from config.status.conditions import Level, all_conditions
from config.tests.cast import a_directive, a_finding, a_visit
from visits.models import Attendance, Directive, Finding, Trip, Visit

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its index itself")
WORDS = [
    "กาแฟ",
    "กา",
    "แฟ",
    "y2",
    "ก",
    'a"',
    '""',
    "a%",
    "r(",
    "7",
    "ข.7",
    'a"b',
    "a%b",
    "a_b",
    "*",
    "or",
    "near(",
    "กาแฟ*",
    "ไม่มี",
    "อินทรีย์และกาแฟ",
]


@pytest.fixture
def visit(centre1, nattapol):
    trip = Trip.objects.create(title="ตรวจราชการภาคเหนือ")
    visit = a_visit(centre1, "28/01/2566", title="ติดตามงานกาแฟ", trip=trip)
    a_finding(visit, text='มี a"b และ a%b กับ a_b * or near(')
    a_directive(visit, "ส่งเสริมข้าวอินทรีย์และกาแฟ", number="ข.7/2566", number_year=2566, number_seq=7)
    Attendance.objects.create(visit=visit, official=nattapol, name="ผู้รู้เรื่องกาแฟ")
    return visit


def limit_finds(monkeypatch, limits):
    for name, limit in zip(("FEW", "FINDS_A_ROW", "FEW_LEFT"), limits, strict=True):
        monkeypatch.setattr(found_keys, name, limit)


def faults():
    return word_index.faulty_tables(connection, thorough=True)


def drop_trigger():
    connection.cursor().execute("DROP TRIGGER visits_directive_words_changed")


def test_the_models_with_much_text_are_indexed():
    assert sorted(model.__name__ for model in word_index.indexed_models()) == [
        *("Attendance", "Directive", "Finding", "Trip", "Unit", "Visit")
    ]


def test_what_is_added_changed_or_removed_is_so_in_the_index(visit):
    finding = visit.findings.get()
    finding.text = "ปลูกลำไย"
    finding.save()
    assert faults() == []
    found = {word: Finding.objects.filter(search__holds=word).count() for word in ("near(", "ลำไย", "a%b")}
    assert found == {"near(": 0, "ลำไย": 1, "a%b": 0}
    visit.findings.all().delete()
    assert (faults(), Finding.objects.filter(search__holds="ลำไย").count()) == ([], 0)


@pytest.mark.parametrize("model", [Visit, Directive, Finding, Attendance])
@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_held_by_the_rows_that_contain_it(visit, model, word):
    place = found_keys.Place.of_text(model.objects.all(), [word])
    held, read = (set(model.objects.filter(condition)) for condition in (place.by_index, place.in_text))
    contained = set(model.objects.filter(search__contains=word))
    assert (held, read) == (contained, contained)


@pytest.mark.parametrize("limits", [(0, 2, 0), (0, 2, 1), (0, 1, 0.5), (0, 0, 0)])
@pytest.mark.parametrize(
    "word", ["กาแฟ", "อินทรีย์", "near(", "ศภ.1", "ลำปาง", "ณัฐพล", "ข.7", "ผู้รู้", "กา", "ไม่มีคำนี้"]
)
def test_frequent_words_are_looked_up_in_another_way_with_the_same_answer(
    visit, officer, monkeypatch, word, limits
):
    other = a_visit(visit.unit.province.units.exclude(pk=visit.unit_id).first() or visit.unit, "29/01/2566")

    def found():
        return [
            list(rows.matching(word).order_by("pk"))
            for model in (Visit, Directive, Trip)
            for rows in (model.objects.all(), model.objects.visible_to(officer))
        ]

    expected = found()
    assert other not in expected[0] or word in ("ศภ.1", "ลำปาง")
    limit_finds(monkeypatch, limits)
    assert found() == expected


@pytest.mark.parametrize("limits", [(1_000, 2, 0), (0, 0, 0)])
def test_a_visit_entered_after_a_word_was_looked_up_is_not_taken_for_a_find(visit, monkeypatch, limits):
    limit_finds(monkeypatch, limits)
    rows = Visit.objects.matching("กาแฟ")
    assert list(rows) == [visit]
    a_visit(visit.unit, "29/01/2566")
    assert list(rows.all()) == [visit]


@pytest.mark.parametrize("limits", [(1_000, 2, 0), (0, 2, 0), (0, 2, 0.5), (0, 1, 0), (0, 1, 0.5), (0, 0, 0)])
def test_a_visit_that_names_and_writes_a_word_does_not_stand_for_two(
    visit, centre1, nattapol, monkeypatch, limits
):
    written = [a_visit(centre1, f"0{day}/02/2566", title="พบณัฐพล") for day in (1, 2, 3)]
    for one in written:
        Attendance.objects.create(visit=one, official=nattapol, name="ผู้ตรวจ")
    mentioned = a_visit(centre1, "04/02/2566")
    a_directive(mentioned, "ให้ณัฐพลรายงาน")
    a_visit(centre1, "05/02/2566")
    limit_finds(monkeypatch, limits)
    assert list(Visit.objects.matching("ณัฐพล").order_by("pk")) == [visit, *written, mentioned]


@pytest.mark.parametrize("model", [Visit, Directive, Trip])
@pytest.mark.parametrize("word", WORDS)
def test_sql_that_is_built_once_finds_what_sql_of_the_word_finds(visit, model, word):
    once, anew = (
        found_keys.FoundKeys(model, word, model.objects.all().places_of, is_usual)
        for is_usual in (True, False)
    )
    assert once.is_kept == (len(word) > 2 and not set(word) & set('%_\\"'))
    assert once.keys(connection) == anew.keys(connection)


def test_a_word_is_looked_up_once_for_all_queries_of_a_page(visit):
    rows = Visit.objects.matching("กาแฟ")
    with CaptureQueriesContext(connection) as queries:
        assert (rows.count(), list(rows.order_by("pk")[:10]), rows.exists()) == (1, [visit], True)
    assert len(queries) == 6


@only_sqlite
def test_a_lost_trigger_is_named_by_doctor_and_mended_by_migrate(visit):
    drop_trigger()
    Directive.objects.get().save()
    assert word_index.faulty_tables(connection) == ["visits_directive"]
    [condition] = [one for one in all_conditions() if one.code == "search"]
    assert (condition.level, "visits_directive" in condition.english) == (Level.FAULT, True)
    word_index.prepare()
    assert faults() == []


@only_sqlite
def test_the_index_follows_what_was_written_while_migrations_ran(visit):
    word_index.release_before(plan=[("migration", False)])
    directive = visit.directives.get()
    directive.text = "มังคุด"
    directive.save()
    assert Directive.objects.filter(search__holds="มังคุด").count() == 0
    word_index.prepare()
    assert (faults(), Directive.objects.filter(search__holds="มังคุด").count()) == ([], 1)


@only_sqlite
def test_the_check_reads_every_text_and_makes_the_index_anew(visit):
    drop_trigger()
    directive = visit.directives.get()
    directive.text = "มังคุด"
    directive.save()
    [trigger] = [sql for name, sql in word_index.definitions("visits_directive").items() if "changed" in name]
    connection.cursor().execute(trigger)
    assert word_index.faulty_tables(connection) == []
    with pytest.raises(CommandError, match="visits_directive"):
        call_command("check_search_index")
    out = io.StringIO()
    call_command("check_search_index", rebuild=True, stdout=out)
    call_command("check_search_index", stdout=out)
    assert out.getvalue().splitlines() == ["สร้างดัชนีคำค้นใหม่แล้ว 6 ตาราง", "ดัชนีคำค้นตรงกับข้อมูลทุกตาราง"]


def test_a_search_index_that_is_there_is_fine():
    assert word_index.faulty_tables(connection) == []
    assert [one.level for one in all_conditions() if one.code == "search"] == [Level.FINE]
