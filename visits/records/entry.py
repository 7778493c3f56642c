"""What the admin's page of a visit does beside its form: sign-off, the next stop of a journey, a form sent twice."""

import re
import uuid
from contextlib import suppress
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.forms.keys import is_key
from config.forms.model_admin import AdminMixin
from config.thai.dates import BadDate, parse_date
from visits.models import Visit
from visits.models.workflow import Refused
from visits.records import party, sign_off

COPIED = ["role", "name", "position", "is_unconfirmed", "order"]
ENTRY_KEY = re.compile(r"entry-[0-9a-f]{32}")
# In the session: key and digest of the form that was stored last.
LAST_SENT = "last_sent_visit"


class SignOffOnPage(AdminMixin):
    """Mixin of the visit's admin: certified records are read-only, and a step may be taken along with saving."""

    def reading_page(self, record: Any) -> Any:
        """Where those read it who may not edit it."""
        return record

    def view_on_site(self, obj: Visit) -> str:
        """The address of its reading page."""
        return obj.get_absolute_url()

    def has_change_permission(self, request: Any, obj: Visit | None = None) -> bool:
        """A certified record is read-only, and one that waits is for those who certify."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or sign_off.may_edit(request.user, obj))

    def has_delete_permission(self, request: Any, obj: Visit | None = None) -> bool:
        """What bears a number is cancelled, never deleted (rule 6)."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or (not obj.number and sign_off.may_edit(request.user, obj)))

    def sign_off_context(self, request: Any, visit: Visit | None) -> dict[str, Any]:
        """Steps that save and go on, steps that ask for a text first, and the last one taken."""
        steps = sign_off.open_steps(request.user, visit or Visit())
        return {
            "steps": [step for step in steps if not step.asks and step.code != "withdraw"],
            "asking_steps": [step for step in steps if step.asks],
            "last_step": sign_off.last_steps([visit]).get(visit.pk) if visit else None,
        }

    def step_after_saving(self, request: Any, visit: Visit) -> HttpResponse | None:
        """Takes the step of the button pressed; what was typed is saved in any case. None for the plain buttons."""
        step = sign_off.STEPS.get(request.POST.get("_step", ""))
        if step is None:
            return None
        try:
            sign_off.take(step, visit, request.user)
        except Refused as refused:
            self.message_user(request, " ".join(refused.sentences), messages.ERROR)
            return redirect("sign_off", visit.pk, step.code)
        self.message_user(request, f"{step.label}แล้ว", messages.SUCCESS)
        return redirect(visit)


class ButtonsOnPage(SignOffOnPage):
    """Mixin of the visit's admin: where each button leads; the form of the next stop (`?from=`) comes filled in."""

    def get_changeform_initial_data(self, request: Any) -> dict[str, Any]:
        """Values of the address, and those of the stop before."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        # The calendar names the day as addresses do; what is no day stays as it came, to be refused.
        with suppress(BadDate, KeyError):
            initial["starts_on"] = parse_date(initial["starts_on"])
        source = stop_before(request)
        return initial | party.next_stop(source) if source else initial

    def next_stop_context(self, request: Any, visit: Visit | None) -> dict[str, Any]:
        """The stop before, and whether both will be of one journey."""
        source = None if visit else stop_before(request)
        return {
            "source_stop": source,
            "joins_trip": source and bool(source.trip_id or not source.is_final),
            "has_next_stop": True,
        }

    def join_trip(self, request: Any, visit: Visit) -> None:
        """Puts a new stop into the journey of the one before, unless that is certified without a journey."""
        source = stop_before(request)
        if source and not visit.trip_id and not source.is_final:
            visit.trip = party.trip_of(source)

    def response_add(self, request: Any, obj: Any, *args: Any, **options: Any) -> HttpResponse:
        """The page that the pressed button leads to."""
        response = super().response_add(request, obj, *args, **options)
        return self.step_after_saving(request, obj) or self.next_stop_after_saving(request, obj) or response

    def response_change(self, request: Any, obj: Visit) -> HttpResponse:
        """The page that the pressed button leads to."""
        response = super().response_change(request, obj)
        return self.step_after_saving(request, obj) or self.next_stop_after_saving(request, obj) or response

    def next_stop_after_saving(self, request: Any, visit: Visit) -> HttpResponse | None:
        """The form of the next stop where that button was pressed."""
        if "_next_stop" not in request.POST:
            return None
        return redirect(f"{reverse('admin:visits_visit_add')}?from={visit.pk}")


def stop_before(request: Any) -> Visit | None:
    """The visit whose next stop is being added (`?from=`), as far as the user may see it."""
    key = request.GET.get("from", "")
    if not is_key(key):
        return None
    return Visit.objects.visible_to(request.user).filter(pk=int(key)).first()


def party_brought_along(request: Any) -> list[dict[str, Any]]:
    """Initial values of the rows of people on the form of a next stop; empty where there is none before."""
    source = stop_before(request) if request.method == "GET" else None
    rows = party.party_of(source) if source else []
    return [{name: getattr(row, name) for name in COPIED} | {"official": row.official_id} for row in rows]


def positions_brought_along(request: Any) -> set[tuple[int | None, str]]:
    """Person and position of the party of the stop before, to be compared with the register on the day typed."""
    source = stop_before(request) if request.method == "POST" else None
    return {(row.official_id, row.position) for row in party.party_of(source)} if source else set()


class OnceOnPage(ButtonsOnPage):
    """Mixin of the visit's admin: a form sent twice, by a double click or a reload, is stored once.

    The form carries a key of its own, which becomes the visit's unique `code`; the second sending is led to what the
    first one stored. Where something was changed in between it comes back as typed and says so.
    """

    def add_view(self, request: Any, *args: Any, **options: Any) -> HttpResponse:
        """The admin's page, or where the first sending led to."""
        key = entry_key(request)
        stored = Visit.objects.visible_to(request.user).filter(code=key) if key else Visit.objects.none()
        sent = [key, digest_of_form(request)]
        if visit := stored.first():
            earlier = request.session.get(LAST_SENT)
            if earlier and earlier[0] == key and earlier != sent:
                request.sent_before = visit
                return super().add_view(request, *args, **options)
            return self.answer_again(request, visit)
        try:
            with transaction.atomic():
                response = super().add_view(request, *args, **options)
        except IntegrityError:
            if visit := stored.first():
                return self.answer_again(request, visit)
            raise
        if response.status_code == 200 and (visit := stored.first()):
            # The first sending was stored while this one was checked, which warned of it.
            return self.answer_again(request, visit)
        if key and response.status_code != 200:
            request.session[LAST_SENT] = sent
        return response

    def answer_again(self, request: Any, visit: Visit) -> HttpResponse:
        """The page after saving, without taking a step twice."""
        if "_step" in request.POST:
            return redirect(visit)
        return self.next_stop_after_saving(request, visit) or super().response_add(request, visit)


def entry_key(request: Any) -> str | None:
    """The key that the form of a new visit sent, or None."""
    key = request.POST.get("entry_key", "") if request.method == "POST" else ""
    return key if ENTRY_KEY.fullmatch(key) else None


def sentence_of_sent_before(visit: Visit) -> SafeString:
    """What stands above a form that stored this visit and was changed and sent again."""
    return format_html(
        "รายการนี้บันทึกไว้แล้วเมื่อกดบันทึกครั้งก่อน สิ่งที่แก้ไขหลังจากนั้นยังไม่ได้บันทึก โปรดแก้ไขใน"
        '<a href="{}" target="_blank">รายการที่บันทึกไว้</a>',
        reverse("admin:visits_visit_change", args=[visit.pk]),
    )


def digest_of_form(request: Any) -> str:
    """What was typed and chosen, without the button pressed, as a digest."""
    typed = [pair for pair in request.POST.lists() if not pair[0].startswith(("_", "csrf"))]
    files = [(name, file.name, file.size) for name, file in request.FILES.items()]
    return sha256(repr((sorted(typed), sorted(files))).encode()).hexdigest()


def new_entry_key() -> str:
    """A key for the form of a new visit."""
    return f"entry-{uuid.uuid4().hex}"
