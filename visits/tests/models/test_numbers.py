"""Register numbers: without a gap, never twice, kept for ever; also when two take them at once."""

import os
import subprocess
import sys
import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError

from config.tests.cast import a_directive, a_visit
from visits.models import Counter, Directive, Trip, Visit, number_all, take_numbers


def taken(series, year, count=1):
    with transaction.atomic():
        return list(take_numbers(series, year, count))


def test_numbers_run_without_a_gap_in_each_series_and_year(db):
    assert [taken("ต.", 2566), taken("ต.", 2566, 3), taken("ต.", 2566)] == [[1], [2, 3, 4], [5]]
    assert [taken("ต.", 2567), taken("ข.", 2566)] == [[1], [1]]


@pytest.mark.django_db(transaction=True)
def test_numbers_are_taken_inside_the_transaction_that_uses_them():
    with pytest.raises(transaction.TransactionManagementError):
        take_numbers("ต.", 2566)


def test_a_certification_that_fails_leaves_no_gap(db):
    with transaction.atomic():
        take_numbers("ต.", 2566)
        transaction.set_rollback(True)
    assert taken("ต.", 2566) == [1]


def test_a_number_is_printed_with_its_series_and_fiscal_year(centre1):
    visit = a_visit(centre1, "08/12/2567", record_state="final")
    assert (visit.number, visit.number_year, visit.number_seq) == ("ต.1/2568", 2568, 1)


def test_a_record_keeps_its_number_when_it_is_opened_again_and_dated_anew(centre1):
    visit = a_visit(centre1, "28/01/2566", record_state="final")
    visit.record_state = "draft"
    visit.starts_on = visit.ends_on = date(2024, 12, 8)
    visit.save()
    with transaction.atomic():
        visit.take_number(2568)
        visit.record_state = "final"
        visit.save()
    assert Visit.objects.values_list("number", flat=True).get() == "ต.1/2566"
    assert taken("ต.", 2568) == [1]


def test_many_records_take_one_block_a_year(centre1, django_assert_num_queries):
    visits = [Visit(unit=centre1, starts_on=date(2023, 1, 28)) for _ in range(5)]
    taken("ต.", 2566)
    with transaction.atomic(), django_assert_num_queries(2):
        number_all((2566, visit) for visit in visits)
    assert [visit.number for visit in visits] == [f"ต.{seq}/2566" for seq in range(2, 7)]


@pytest.mark.parametrize("delete", [Visit.delete, lambda visit: Visit.objects.filter(pk=visit.pk).delete()])
def test_a_numbered_record_is_never_deleted(centre1, delete):
    visit = a_visit(centre1, "28/01/2566", record_state="final")
    with pytest.raises(ProtectedError, match="เลขทะเบียน"), transaction.atomic():
        delete(visit)
    assert Visit.objects.count() == 1


def test_a_visit_with_a_numbered_directive_is_never_deleted(centre1):
    visit = a_visit(centre1, "28/01/2566")
    a_directive(visit, number="ข.1/2566", number_year=2566, number_seq=1)
    with pytest.raises(ProtectedError), transaction.atomic():
        visit.delete()
    assert (Visit.objects.count(), Directive.objects.count()) == (1, 1)


def test_a_record_without_a_number_may_be_deleted(centre1):
    a_visit(centre1, "28/01/2566").delete()
    Trip.objects.create(title="ลงพื้นที่")
    Trip.objects.all().delete()
    assert (Visit.objects.count(), Trip.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_threads_never_take_the_same_number():
    found = []

    def take():
        for _ in range(10):
            found.extend(taken("ต.", 2566))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 41))


# Eight processes that share nothing but the database; forked, for each would need a second to begin.
TAKING = """
import os
import django
django.setup()
from django.db import transaction
from visits.models import take_numbers
for _ in range(7):
    if not os.fork():
        break
for _ in range(5):
    with transaction.atomic():
        taken = take_numbers("ต.", 2566)[0]
    os.write(1, b"%d\\n" % taken)
"""


@pytest.mark.django_db(transaction=True)
def test_eight_processes_never_take_the_same_number():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{settings['NAME']}"
    else:
        place = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
        address = f"postgres://{place}/{settings['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-X", "utf8", "-c", TAKING]
    # The pipe ends when the last of them has ended.
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout  # noqa: S603 - our own words
    assert sorted(map(int, output.split())) == list(range(1, 41))
    assert Counter.objects.get(series="ต.", year=2566).last == 40
