"""What the administrator is told of this package: letters that went out or did not, and the holidays to come."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Q
from django.utils import timezone

from config import word_index
from config.status.conditions import Level, SiteCondition, register
from config.thai.dates import thai_date, thai_time
from visits.directives.holiday_years import HolidayYears
from visits.models import Reminder, WebhookDelivery

# The timer runs every other minute.
LATE = timedelta(hours=1)


@register
def reminders() -> Iterator[SiteCondition]:
    """When letters last went out, and how many could not be delivered."""
    failed = Count("pk", filter=Q(sent_at=None) & ~Q(error=""))
    found = Reminder.objects.order_by().aggregate(last=Max("sent_at"), failed=failed)
    if found["last"]:
        when = timezone.localtime(found["last"])
        thai, english = (
            f"ส่งอีเมลแจ้งเตือนล่าสุด {thai_date(when.date())} เวลา {thai_time(when)}",
            f"letters last went out at {when:%Y-%m-%d %H:%M}",
        )
    else:
        thai, english = "ยังไม่เคยส่งอีเมลแจ้งเตือน", "no letter has gone out yet"
    if settings.EMAIL_HOST or found["last"]:
        yield SiteCondition("reminders", Level.FINE, thai, english)
    if found["failed"]:
        yield SiteCondition(
            "undelivered",
            Level.CARE,
            f"อีเมลแจ้งเตือนที่ส่งไม่สำเร็จ {found['failed']} ฉบับ",
            f"{found['failed']} letters could not be delivered",
            "ดูสาเหตุที่ บันทึกข้อมูล › การแจ้งเตือนทางอีเมล ระบบจะลองส่งอีกในรอบถัดไป",
            "the reason stands in the admin under การแจ้งเตือนทางอีเมล; the next run tries again",
        )


@register
def webhooks() -> Iterator[SiteCondition]:
    """How many events could not be delivered and are no longer tried, and whether others wait for long."""
    rows = WebhookDelivery.objects.order_by()
    if given_up := rows.exclude(given_up_at=None).count():
        yield SiteCondition(
            "webhooks",
            Level.CARE,
            f"เว็บฮุกที่เลิกส่งแล้ว {given_up:,} รายการ",
            f"{given_up} events for webhooks were given up",
            "ดูสาเหตุที่ บันทึกข้อมูล › การส่งเว็บฮุก แก้แล้วเลือก “ส่งรายการที่เลิกส่งอีกครั้ง”",
            "the reason stands in the admin under การส่งเว็บฮุก, where they can be sent again",
        )
    if late := rows.due(timezone.now() - LATE).count():
        yield SiteCondition(
            "webhooks late",
            Level.CARE,
            f"เว็บฮุกที่รอส่งเกินหนึ่งชั่วโมง {late:,} รายการ",
            f"{late} events for webhooks have waited for more than an hour",
            "ตรวจตัวตั้งเวลา field-visits-webhooks.timer",
            "look at the timer field-visits-webhooks.timer",
        )


@register
def holidays() -> Iterator[SiteCondition]:
    """Whether the table of holidays reaches as far as working days are counted: from October on, into next year."""
    if notice := HolidayYears().notice(timezone.localdate()):
        yield SiteCondition(
            "holidays",
            Level.CARE,
            notice,
            "the holidays of the year to come are missing or unconfirmed",
            "แก้ไขที่ บันทึกข้อมูล › วันหยุดราชการ",
            "enter them in the admin under วันหยุดราชการ",
        )


@register
def search_index() -> Iterator[SiteCondition]:
    """Whether words are found by an index that holds the rows of the tables."""
    if faulty := word_index.faulty_tables(connection):
        tables = ", ".join(faulty)
        yield SiteCondition(
            "search",
            Level.FAULT,
            f"ดัชนีคำค้นขาดหรือไม่ตรงกับข้อมูลในตาราง {tables}",
            f"the index of words is missing or differs from {tables}",
            "SQLite: สั่ง check_search_index --rebuild PostgreSQL: ให้ผู้ดูแลฐานข้อมูลสั่ง CREATE EXTENSION pg_trgm แล้วสร้างดัชนี gin_trgm_ops",
            "SQLite: `check_search_index --rebuild`; PostgreSQL: CREATE EXTENSION pg_trgm, then its gin_trgm_ops indexes",
        )
    else:
        yield SiteCondition("search", Level.FINE, "ดัชนีคำค้นตรงกับข้อมูล", "the index of words holds all rows")
