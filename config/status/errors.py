"""The error pages. None of them reads the request, because reading it may be what failed."""

import sys

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

from config.middleware import Middleware
from config.replica import read_failed
from config.status.database_state import Fault, Outage, ReadOnly, fault_of
from config.status.health import healthz
from config.status.views import readyz
from config.stored_files import FilesAway

SENTENCES = {
    Fault.GONE: ("ระบบหยุดให้บริการชั่วคราว", "ขณะนี้ติดต่อฐานข้อมูลไม่ได้ ข้อมูลที่ส่งครั้งนี้ยังไม่ถูกบันทึก"),
    Fault.BUSY: ("ระบบกำลังบันทึกข้อมูลอื่นอยู่", "ข้อมูลที่ส่งครั้งนี้ยังไม่ถูกบันทึก"),
    Fault.READ_ONLY: ("ขณะนี้ดูข้อมูลได้อย่างเดียว ยังบันทึกไม่ได้", "ข้อมูลที่ส่งครั้งนี้ยังไม่ถูกบันทึก ข้อมูลเดิมยังเปิดดูได้ตามปกติ"),
    Fault.UNLOGGED: (
        "ยังเปิดข้อมูลนี้ไม่ได้",
        "ข้อมูลส่วนบุคคลและไฟล์ใช้ภายในเปิดได้เฉพาะเมื่อระบบบันทึกการใช้งานได้ ขณะนี้ดูข้อมูลได้อย่างเดียว ยังบันทึกไม่ได้",
    ),
    Fault.FILES: ("เปิดหรือบันทึกไฟล์ไม่ได้ในขณะนี้", "ที่จัดเก็บไฟล์ไม่ตอบ ข้อมูลที่ส่งครั้งนี้ยังไม่ถูกบันทึก"),
}
# Seconds after which it is worth trying again.
RETRY = {Fault.GONE: 10, Fault.BUSY: 5, Fault.READ_ONLY: 60, Fault.UNLOGGED: 60, Fault.FILES: 10}


class DatabaseWatch(Middleware):
    """The outermost middleware: answers the probes before Host or session are read.

    While the database is unreachable it refuses requests at once."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return healthz(request)
        if request.path_info == "/readyz":
            return readyz(request)
        if Outage.refuses():
            return unavailable(Fault.GONE)
        response = self.get_response(request)
        if response.status_code != 503:
            Outage.end()
        return response


def unavailable(fault: Fault) -> HttpResponse:
    """503 with a Thai sentence about the fault, and `Retry-After`."""
    heading, sentence = SENTENCES[fault]
    page = render_to_string("503.html", {"heading": heading, "sentence": sentence})
    return HttpResponse(
        page, status=503, headers={"Retry-After": str(RETRY[fault]), "Cache-Control": "no-store"}
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a request that cannot be read."""
    return HttpResponse(render_to_string("400.html"), status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """The page of an unhandled exception: 503 where the database or the place of the files caused it, else 500."""
    error = sys.exc_info()[1]
    if isinstance(error, FilesAway):
        return unavailable(Fault.FILES)
    if read_failed(error):
        return unavailable(Fault.BUSY)  # nobody sees it: the primary is asked next
    if (fault := fault_of(error)) is None:
        return HttpResponseServerError(render_to_string("500.html"))
    if fault is Fault.GONE:
        Outage.begin()
    elif fault is Fault.READ_ONLY:
        ReadOnly.note()
    return unavailable(fault)
