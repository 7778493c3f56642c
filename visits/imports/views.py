"""Pages of imports: the list, a new one, and the steps of one. Each step is a form, so that no script is needed."""

import time
from collections import Counter
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from config.downloads import file_name
from config.forms.keys import is_key
from officials.models import Appointment
from officials.models.account import SignedInRequest
from visits.documents.responses import WORKBOOK, file_response
from visits.imports.cell_values import text_of
from visits.imports.check_run import CheckRun
from visits.imports.checking import AS_WRITTEN, STRANGER
from visits.imports.forms import AnswersForm, ColumnsForm, FileForm
from visits.imports.intake import (
    asks_for_era,
    checker_of,
    forms_of,
    start_import,
    tables_in,
    take_slice,
)
from visits.imports.reading import UnreadableTable
from visits.imports.register_checking import ENDS, STAYS
from visits.imports.targets import KINDS
from visits.imports.ticks import targets_of
from visits.imports.undoing import discard, start_undoing, undo_slice
from visits.imports.workbooks import leftovers_workbook, template_workbook
from visits.models import ColumnMapping, Import, ImportRow, ImportState, RowOutcome
from visits.models.table_import import GOOD
from visits.models.workflow import Refused

PER_PAGE = 50
# For so long one press of the button goes on taking slices; then the page shows how far it came.
SECONDS_AT_ONCE = 2

may_import = permission_required("visits.add_import", raise_exception=True)


@require_safe
@may_import
def imports(request: SignedInRequest) -> HttpResponse:
    page = Paginator(Import.objects.select_related("created_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": "นำเข้าตาราง", "page": page, "kinds": KINDS}
    return render(request, "visits/imports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def new(request: SignedInRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            source = start_import(
                form.cleaned_data["kind"], form.cleaned_data["file"].name, form.content, request.user
            )
        except UnreadableTable as error:
            form.add_error("file", str(error))
        else:
            return redirect(source)
    return render(request, "visits/imports/new.html", {"title": "นำเข้าตาราง", "form": form, "kinds": KINDS})


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def one_import(request: SignedInRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Import.objects.select_related("created_by"), pk=pk)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in ACTIONS:
        return ACTIONS[action](request, source)
    if source.state == ImportState.COLUMNS or "columns" in request.GET:
        return columns_page(request, source)
    return rows_page(request, source)


def columns_page(request: SignedInRequest, source: Import, sentences: tuple[str, ...] = ()) -> HttpResponse:
    """Step 2; once rows have come in the columns stay as they are."""
    untouched = (ImportState.COLUMNS, ImportState.CHECKING, ImportState.CHECKED)
    if source.state not in untouched or source.counts()["taken"]:
        return redirect(source)
    try:
        tables = tables_in(source)
    except UnreadableTable as error:
        messages.error(request, str(error))
        return redirect("imports")
    asks_era = asks_for_era(source.kind, tables, source.columns)
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(source, forms_of(source.kind, tables), asks_era, data)
    if data is not None and form.is_valid():
        source.columns, source.sheets = form.columns(), form.cleaned_data["sheets"]
        source.two_digit_years = form.cleaned_data.get("two_digit_years", "")
        source.keeps_file = form.cleaned_data["keeps_file"]
        run = CheckRun(source, request.user, tables)
        try:
            run.start()
        except Refused as refused:
            sentences = refused.sentences
        else:
            keep_mapping(source, form)
            go_on(request, run.next_slice)
            return redirect(source)
    context = {"title": f"{source.name}: คอลัมน์", "source": source, "form": form, "sentences": sentences}
    return render(request, "visits/imports/columns.html", context)


def keep_mapping(source: Import, form: ColumnsForm) -> None:
    name = form.cleaned_data["mapping_name"]
    if name and form.table_forms:
        key = form.table_forms[0].key
        columns = {"form": key, "codes": source.columns[key]}
        ColumnMapping.objects.update_or_create(columns, kind=source.kind, name=name)


def rows_page(request: SignedInRequest, source: Import, answers: AnswersForm | None = None) -> HttpResponse:
    """Steps 3 and 4: each row with what it becomes and why, the names in doubt, how far the taking in has come."""
    counts = source.counts()
    outcome = request.GET.get("outcome", "")
    rows = source.rows.order_by("order")
    if outcome in RowOutcome.values:
        rows = rows.filter(outcome=outcome)
    elif outcome:
        rows = rows.none()
        messages.error(request, "ไม่มีผลการตรวจนี้ให้เลือก")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    labels = {target.code: target.label.removeprefix("“/” คือ ") for target in targets_of(source.kind)}
    keys = {key for row in page if row.outcome in GOOD and not row.is_taken for key in ends_of(row)}
    ended = Appointment.objects.select_related("official", "post").in_bulk(keys)
    for_reading = [
        (
            row,
            next((f"/visits/{key}/" for label, key, *_ in row.created if label == "visits.Visit"), ""),
            [
                (labels.get(code, code), text_of(lines))
                for code, lines in row.values.items()
                if code != "number"
            ],
            [ended[key] for key in ends_of(row) if key in ended],
        )
        for row in page
    ]
    is_open = source.state in (ImportState.CHECKED, ImportState.TAKING)
    if is_open and answers is None:
        answers = AnswersForm(questions_of(source), request.user)
    if source.state == ImportState.CHECKING:
        done, total = counts["rows"], source.total
    else:
        total = counts["taken"] + counts["waiting"]
        done = total - counts["taken"] if source.state == ImportState.UNDOING else counts["taken"]
    context = {
        "title": source.name,
        "source": source,
        "counts": counts,
        "outcomes": [(value, label, f"{counts[value]:,}") for value, label in RowOutcome.choices],
        "outcome": outcome,
        "page": page,
        "rows": for_reading,
        "is_open": is_open,
        "ended": ended if is_open else {},
        "staying": {key for key in ended if f"{STAYS}:{key}" in source.answers},
        "answers": answers if is_open else None,
        "leftovers": counts["doubtful"] + counts["refused"],
        "done": done,
        "total": total,
        "left": total - done,
        "progress": f"{done:,} จาก {total:,}",
    }
    return render(request, "visits/imports/import.html", context)


def questions_of(source: Import) -> dict[str, int]:
    """The names asked about with their number of rows: those in doubt first, then people unknown, the most frequent first."""
    rows = source.rows.filter(is_taken=False).exclude(questions=[]).exclude(outcome=RowOutcome.KNOWN)
    counted = Counter(
        question
        for questions in rows.values_list("questions", flat=True)
        for question in set(questions)
        if not question.startswith(f"{ENDS}:")
    )
    return dict(sorted(counted.items(), key=lambda item: (item[0].startswith(f"{STRANGER}:"), -item[1])))


def ends_of(row: ImportRow) -> list[int]:
    """Keys of the earlier appointments that end with a row."""
    return [int(key) for what, _, key in (one.partition(":") for one in row.questions) if what == ENDS]


def keep_ends(request: SignedInRequest, source: Import) -> set[str]:
    """Keeps the ticks of one page, which earlier appointments end; returns the keys of those shown there."""
    shown = {key for key in request.POST.getlist("shown") if is_key(key)}
    ended = set(request.POST.getlist("ends"))
    if shown:
        with transaction.atomic():
            locked = Import.objects.select_for_update().get(pk=source.pk)
            for key in shown:
                locked.answers.pop(f"{STAYS}:{key}", None)
                if key not in ended:
                    locked.answers[f"{STAYS}:{key}"] = AS_WRITTEN
            locked.save(update_fields=["answers"])
        source.answers = locked.answers
    return shown


def choose_ends(request: SignedInRequest, source: Import) -> HttpResponse:
    """Takes the ticks of one page, which earlier appointments end, and checks again."""
    shown = keep_ends(request, source)
    stays = sum(f"{STAYS}:{key}" in source.answers for key in shown)
    messages.success(
        request,
        f"จะสิ้นสุดตำแหน่งเดิม {len(shown) - stays:,} รายการ คงไว้ {stays:,} รายการ และตรวจทุกแถวใหม่",
    )
    return check_again(request, source)


def answer(request: SignedInRequest, source: Import) -> HttpResponse:
    """Takes the answers about names and checks again; comes back with what was found where names are looked up."""
    form = AnswersForm(questions_of(source), request.user, request.POST)
    if not form.is_valid() or form.is_searching or request.POST.get("action") == "search":
        return rows_page(request, source, form)
    with transaction.atomic():
        answers = form.save(f"นำเข้าจากตาราง {source.name}")
        locked = Import.objects.select_for_update().get(pk=source.pk)
        locked.answers |= answers
        locked.created += form.created
        locked.save(update_fields=["answers", "created"])
    source.answers, source.created = locked.answers, locked.created
    messages.success(request, f"ตอบแล้ว {len(answers)} ชื่อ และตรวจทุกแถวใหม่")
    return check_again(request, source)


def check_again(request: SignedInRequest, source: Import) -> HttpResponse:
    """Begins the check anew, after what it rests on was changed."""
    try:
        run = CheckRun(source, request.user)
        run.start()
    except (Refused, UnreadableTable) as refused:
        for sentence in refused.args:
            messages.error(request, sentence)
    else:
        go_on(request, run.next_slice)
    return redirect(source)


def check_on(request: SignedInRequest, source: Import) -> HttpResponse:
    """Goes on with a check for two seconds; the page that follows says how far it came."""
    try:
        run = CheckRun(source, request.user)
    except UnreadableTable as error:
        messages.error(request, str(error))
    else:
        run.resume()
        go_on(request, run.next_slice)
    return redirect(source)


def take(request: SignedInRequest, source: Import) -> HttpResponse:
    """Takes slices in for two seconds, with the ticks of the page; the page that follows says how far it came and goes on."""
    keep_ends(request, source)
    checker = checker_of(source, request.user)
    left = go_on(request, lambda: take_slice(source, request.user, checker))
    if left == 0:
        messages.success(request, f"นำเข้าแล้ว {source.counts()['taken']:,} แถว")
    return redirect(source)


def take_back(request: SignedInRequest, source: Import) -> HttpResponse:
    """Undoes an import, or goes on with it."""
    try:
        if source.state != ImportState.UNDOING:
            start_undoing(source)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return redirect(source)
    if go_on(request, lambda: undo_slice(source, request.user)) == 0:
        is_whole = not source.remains
        what = "ข้อมูลที่เกิดจากไฟล์นี้ถูกลบทั้งหมด" if is_whole else "ข้อมูลบางรายการถูกใช้ที่อื่นจึงยังอยู่ ดูด้านล่าง"
        messages.success(request, f"ยกเลิกการนำเข้าแล้ว {what}")
    return redirect(source)


def throw_away(request: SignedInRequest, source: Import) -> HttpResponse:
    """Forgets a file of which nothing was taken in."""
    try:
        remains = discard(source)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return redirect(source)
    for sentence in remains:
        messages.warning(request, sentence)
    messages.success(request, f"ทิ้งไฟล์ {source.name} แล้ว ไม่มีข้อมูลใดถูกบันทึก")
    return redirect("imports")


def go_on(request: SignedInRequest, take_next: Callable[[], int]) -> int | None:
    """Calls a step of slices for two seconds; how many rows are left, None where it was refused with a message."""
    began, left = time.monotonic(), 1
    try:
        while left and time.monotonic() - began < SECONDS_AT_ONCE:
            left = take_next()
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
        return None
    return left


ACTIONS: dict[str, Callable[[SignedInRequest, Import], HttpResponse]] = {
    "columns": columns_page,
    "check": check_on,
    "answer": answer,
    "search": answer,
    "ends": choose_ends,
    "take": take,
    "undo": take_back,
    "discard": throw_away,
}


@require_safe
@may_import
def leftovers(request: SignedInRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(Import, pk=pk)
    name = file_name(f"แถวที่ยังไม่นำเข้า {source.name}", timezone.localdate(), "xlsx")
    return file_response(leftovers_workbook(source), WORKBOOK, name)


@require_safe
@may_import
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    name = file_name(f"แบบตาราง{KINDS[kind]}", timezone.localdate(), "xlsx")
    return file_response(template_workbook(kind), WORKBOOK, name)
