"""The summary of a year as the ministry hands it in: headings, short sentences with figures, tables."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from config.thai.dates import thai_range
from units.models import Kind, Region
from visits.documents.blocks import (
    Address,
    Block,
    Cell,
    DocumentSection,
    Figure,
    Link,
    Paragraph,
    PersonName,
    Table,
    TableColumn,
    Text,
    numbered,
)
from visits.documents.document import Document
from visits.documents.open_directives import (
    LONGEST_SUBJECT,
    ONLY_SEEN,
    OPEN_COLUMNS,
    open_directive_rows,
    shortened,
)
from visits.documents.visit_report import DocumentHead
from visits.models import Dimension, Directive, DirectiveKind, RecordState, State
from visits.reports.annual_figures import AnnualFigures, CarriedOver, Share
from visits.reports.charts import Chart
from visits.reports.directive_charts import (
    days_to_report,
    dimensions_by_day,
    dimensions_over_time,
    states_over_time,
)
from visits.reports.follow_up_figures import FollowUpFigures, median_of
from visits.reports.visit_charts import (
    FIRST_ROWS,
    TimeAxis,
    coverage_chart,
    first_rows,
    visits_over_time,
)

NOT_STATED = "ไม่ระบุ"
MANY_DIMENSIONS = "ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ"
LEADERS, PROGRAMMES, ANSWERS = 20, 15, 3
LATER = "บันทึกเข้าระบบหลังสิ้นปีงบประมาณ"

LED = (
    TableColumn("ชื่อ - นามสกุล", 30),
    TableColumn("ตำแหน่ง", 42),
    TableColumn("ครั้ง", 14, "number"),
    TableColumn("แห่ง", 14, "number"),
)
BY_REGION = (
    TableColumn("ภาค", 40),
    TableColumn("ครั้ง", 20, "number"),
    TableColumn("แห่ง", 20, "number"),
    TableColumn("จังหวัด", 20, "number"),
)
BY_KIND = (
    TableColumn("ประเภทหน่วยงาน", 60),
    TableColumn("ครั้ง", 20, "number"),
    TableColumn("แห่ง", 20, "number"),
)
COVERED = (
    TableColumn("หน่วยงานและพื้นที่", 21),
    TableColumn("ตรวจเยี่ยมแล้ว", 20, "number"),
    TableColumn("ยังไม่ได้ตรวจเยี่ยม", 59),
)
ANSWERED = (
    TableColumn("ประเด็น", 24),
    TableColumn("ปัญหา (ข้อ)", 10, "number"),
    TableColumn("มีข้อสั่งการตอบ (ข้อ)", 19, "number"),
    TableColumn("ข้อสั่งการที่ตอบ", 47),
)


def annual_document(year: AnnualFigures) -> Document:
    """The summary with links, for the screen, and without a place to sign."""
    title = f"{year.title} ประจำปีงบประมาณ พ.ศ. {year.year}"
    kind, about = title.split(" ", 1)
    conditions = " · ".join(f"{condition.label}: {condition.words}" for condition in year.narrowed)
    lines = (about, f"({thai_range(year.first, year.last)})", conditions)
    marks = () if year.is_over else ("ปีงบประมาณยังไม่สิ้นสุด",)
    head = DocumentHead(kind, tuple(filter(None, lines)), marks)
    only_seen = () if year.user.sees_everything else (Paragraph((ONLY_SEEN,), "note"),)
    # Numbered; those without figures are left out.
    journeys = (
        DocumentSection("จำแนกตามหัวหน้าคณะ", tuple(leader_blocks(year))),
        DocumentSection("จำแนกตามภาค", tuple(region_blocks(year))),
        DocumentSection("จำแนกตามประเภทหน่วยงาน", tuple(unit_kind_blocks(year))),
        DocumentSection("ความครอบคลุม", tuple(coverage_blocks(year))),
    )
    sections = [
        DocumentSection("ภาพรวม", tuple(overview(year))),
        DocumentSection("การลงพื้นที่", journeys),
        DocumentSection("ข้อสั่งการและข้อแนะนำที่ให้ไว้ในปีงบประมาณ", directive_sections(year)),
        DocumentSection(f"สถานะของข้อสั่งการ {year.day_in_words}", tuple(state_blocks(year))),
        DocumentSection("ข้อสั่งการที่ยกมาและยกไป", tuple(carried_blocks(year))),
        DocumentSection("ปัญหาอุปสรรคและข้อสั่งการที่ตอบ", tuple(problem_blocks(year))),
    ]
    return Document(title, head, (*only_seen, *numbered(sections)), in_thai=False)


def sentence(*words: str) -> Paragraph:
    """An indented paragraph."""
    return Paragraph(("".join(words),), "opening")


def figure_table(label: str, columns: Sequence[TableColumn], rows: Iterable[Sequence[Any]]) -> Table:
    """A table of plain values: numbers with their commas, texts as they are, a tuple as the lines of a cell."""
    cells = [
        tuple(
            value if isinstance(value, tuple) else ((f"{value:,}" if isinstance(value, int) else value,),)
            for value in row
        )
        for row in rows
    ]
    return Table(label, tuple(columns), tuple(cells))


def overview(year: AnnualFigures) -> Iterator[Block]:
    """The year in sentences."""
    provinces = len({visit.province for visit in year.places if visit.province})
    uncertified = sum(visit.record_state != RecordState.FINAL for visit in year.places)
    yield sentence(
        f"ปีงบประมาณ พ.ศ. {year.year} ลงพื้นที่ {year.journeys(year.places):,} ครั้ง",
        f" ตรวจเยี่ยม {len(year.places):,} แห่ง ใน {provinces:,} จังหวัด",
        f" มีหัวหน้าคณะ {len(year.leaders):,} คน" if year.leaders else "",
        f" ข้อมูลที่ยังไม่ได้รับรอง {uncertified:,} แห่ง" if uncertified else "",
    )
    kinds = Counter(DirectiveKind(kind) for kind in year.kinds.values())
    binding = sum(count for kind, count in kinds.items() if kind.is_binding)
    followed, done, late = map(len, (year.reportable, year.done, year.late))
    share = f" (ร้อยละ {100 * done / followed:.0f})" if followed else ""
    yield sentence(
        f"มีข้อสั่งการและข้อแนะนำ {binding:,} ข้อ ต้องรายงานผล {followed:,} ข้อ",
        f" {year.day_in_words} แล้วเสร็จหรือยุติ {done:,} ข้อ{share} เกินกำหนด {late:,} ข้อ",
    )
    outside = [
        f"{kind.label} {kinds[kind]:,} ข้อ" for kind in DirectiveKind if kinds[kind] and not kind.is_binding
    ]
    if outside:
        yield sentence(f"นอกจากนี้มี{' '.join(outside)}")
    if year.is_whole:
        before, _, _, finished, after = carried_totals(year.carried)
        yield sentence(
            f"ยกมาจากปีงบประมาณก่อน {before:,} ข้อ แล้วเสร็จหรือยุติในปี {finished:,} ข้อ",
            f" ยกไปปีงบประมาณ พ.ศ. {year.year + 1} จำนวน {after:,} ข้อ",
        )
    if year.waited:
        yield sentence(
            f"หน่วยงานรายงานครั้งแรกหลังจากวันที่แจ้ง มัธยฐาน {median_of(year.waited)} วัน (จาก {len(year.waited):,} เรื่อง)"
        )
    if year.problems:
        count = sum(problem.count for problem in year.problems)
        answered = sum(problem.answered for problem in year.problems)
        yield sentence(f"รับฟังปัญหาอุปสรรค {count:,} ข้อ มีข้อสั่งการที่ตอบแล้ว {answered:,} ข้อ")
    yield from chart_if_any(visits_over_time(year.filter))


def chart_if_any(chart: Chart) -> Iterator[Figure]:
    """A chart that has anything to show."""
    if not chart.is_empty:
        yield Figure(chart)


def leader_blocks(year: AnnualFigures) -> Iterator[Block]:
    """Those who led most, and how many others did."""
    if not year.leaders:
        return
    shown = year.leaders[:LEADERS]
    rows = [
        (
            ((PersonName(leader.name),),) if leader.name else "(ทราบเพียงตำแหน่ง)",
            leader.position,
            year.journeys(leader.places),
            len(leader.places),
        )
        for leader in shown
    ]
    yield figure_table("การลงพื้นที่จำแนกตามหัวหน้าคณะ", LED, rows)
    if len(year.leaders) > len(shown):
        words = f"และหัวหน้าคณะอีก {len(year.leaders) - len(shown):,} คน"
        yield Paragraph(
            (Link(words, Address(f"/reports/officials/?role=lead&{year.filter.query_string}")),), "note"
        )
    led = ((leader.name or leader.position, (len(leader.places),)) for leader in year.leaders)
    yield from chart_if_any(first_rows("หัวหน้าคณะที่ลงพื้นที่มากที่สุด", "แห่ง", "ชื่อ", ("แห่ง",), led))


def region_blocks(year: AnnualFigures) -> Iterator[Block]:
    """Journeys, places and provinces of every region."""
    visits = defaultdict(list)
    for visit in year.places:
        visits[visit.region].append(visit)
    names = [*Region.choices, *([(None, NOT_STATED)] if None in visits else [])]
    rows = [
        (
            name,
            year.journeys(visits[key]),
            len(visits[key]),
            len({visit.province for visit in visits[key]} - {None}),
        )
        for key, name in names
    ]
    if year.places:
        yield figure_table("การลงพื้นที่จำแนกตามภาค", BY_REGION, rows)


def unit_kind_blocks(year: AnnualFigures) -> Iterator[Block]:
    """Journeys and places of every kind of unit, the most places first."""
    visits = defaultdict(list)
    for visit in year.places:
        visits[visit.kind].append(visit)
    kinds = sorted(visits.items(), key=lambda item: -len(item[1]))
    rows = [(Kind(kind).label, year.journeys(places), len(places)) for kind, places in kinds]
    if rows:
        yield figure_table("การลงพื้นที่จำแนกตามประเภทหน่วยงาน", BY_KIND, rows)
        note = "การลงพื้นที่หนึ่งครั้งที่ไปหลายภาคหรือหลายประเภทหน่วยงานนับในทุกบรรทัดที่เกี่ยวข้อง"
        yield Paragraph((note,), "note")
        units = [(name, (count,)) for name, count in year.units[:FIRST_ROWS]]
        yield from chart_if_any(
            first_rows("หน่วยงานที่ได้รับการตรวจเยี่ยมมากที่สุด", "แห่ง", "หน่วยงาน", ("แห่ง",), units)
        )


def coverage_blocks(year: AnnualFigures) -> Iterator[Block]:
    """How many centres, offices and provinces were visited, and the names of the others, which do not break."""
    rows: list[tuple[str, str, Cell | str]] = []
    for figure in year.coverage:
        # Of an office the province alone, for the row says that it is one; a centre is a mere number without its word.
        bare = [unit.name.removeprefix(figure.label) for unit in figure.missing]
        names = [
            unit.name if name.isdecimal() else name for unit, name in zip(figure.missing, bare, strict=True)
        ]
        runs = [run for name in names for run in (", ", PersonName(name))]
        seen = f"{figure.seen} จาก {figure.of}"
        rows.append((figure.label, seen, (tuple(runs[1:]),) if runs else "–"))
    if rows:
        yield figure_table("ความครอบคลุม", COVERED, rows)
        yield from chart_if_any(coverage_chart(year.coverage))


def directive_sections(year: AnnualFigures) -> tuple[DocumentSection, ...]:
    """Directives of the year by kind, dimension and programme."""
    if not year.kinds:
        return ()
    dimensions = Dimension.objects.visible_to(year.user).of_policy(year.filter.value("policy"))
    names = [(row.key, row.name) for row in dimensions.named()]
    by_dimension = year.by_dimension(names)
    days = dimensions_by_day(year.given.selected_directives, [key for key, _ in names])
    chart = dimensions_over_time(days, [*names, ("", NOT_STATED)], year.filter)
    many = Paragraph((MANY_DIMENSIONS,), "note")
    return (
        DocumentSection("จำแนกตามประเภท", (share_table("ประเภท", year.by_kind(DirectiveKind)),)),
        DocumentSection(
            f"จำแนกตาม{dimensions.title()}", (share_table("มิติ", by_dimension), many, *chart_if_any(chart))
        ),
        DocumentSection("จำแนกตามโครงการ/ระบบงาน/มาตรฐาน", tuple(programme_blocks(year))),
    )


def programme_blocks(year: AnnualFigures) -> Iterator[Block]:
    """Programmes with the most directives, and how many others there are."""
    programmes = year.by_programme
    if programmes:
        yield share_table("โครงการ/ระบบงาน/มาตรฐาน", programmes[:PROGRAMMES])
    if len(programmes) > PROGRAMMES:
        words = f"และอีก {len(programmes) - PROGRAMMES:,} รายการ"
        yield Paragraph((Link(words, Address(f"/reports/programmes/?{year.filter.query_string}")),), "note")


def share_table(title: str, rows: Iterable[Share]) -> Table:
    """Directives in all, to be reported on, done and late, one row a share."""
    columns = (
        TableColumn(title, 40),
        *(TableColumn(name, 14, "number") for name in ("จำนวน (ข้อ)", "ต้องรายงานผล", "แล้วเสร็จหรือยุติ")),
        TableColumn("เกินกำหนด", 18, "number"),
    )
    lines = [(row.name, row.given, row.followed, row.done, row.late) for row in rows]
    return figure_table(f"ข้อสั่งการจำแนกตาม{title}", columns, lines)


def state_blocks(year: AnnualFigures) -> Iterator[Block]:
    """States at the end of the year and, where it has ended, today."""
    if not year.reportable:
        yield Paragraph(("ไม่มีข้อสั่งการที่ต้องรายงานผลและกำหนดหน่วยงานรับผิดชอบแล้ว",))
        return
    then, now = year.states
    titles = [year.day_in_words, "ร้อยละ", *(["ณ วันที่พิมพ์"] if year.is_over else [])]
    columns = (
        TableColumn("สถานะ", 100 - 20 * len(titles)),
        *(TableColumn(name, 20, "number") for name in titles),
    )
    counts = [(state.label, then[state], now[state]) for state in State if then[state] or now[state]]
    counts += [(LATER, then[None], now[None])] if then[None] else []
    counts.append(("รวม", then.total(), now.total()))
    rows = [
        (label, before, f"{100 * before / len(year.reportable):.0f}", *([after] if year.is_over else []))
        for label, before, after in counts
    ]
    yield figure_table("สถานะของข้อสั่งการ", columns, rows)
    yield Paragraph(("สถานะของข้อสั่งการคือสถานะของหน่วยงานที่คืบหน้าน้อยที่สุด",), "note")
    yield from chart_if_any(states_over_time(FollowUpFigures(year.given), TimeAxis(year.first, year.last)))
    if year.waited:
        yield sentence(
            f"จากวันที่แจ้งหน่วยงานถึงวันที่รายงานครั้งแรก มัธยฐาน {median_of(year.waited)} วัน จาก {len(year.waited):,} เรื่อง"
        )
        yield from chart_if_any(days_to_report(year.waited))


def carried_totals(carried: Sequence[CarriedOver]) -> list[int]:
    """ยกมา, ให้ไว้, กลับมา, แล้วเสร็จ, ยกไป: of all years."""
    names = ("before", "given", "again", "done", "after")
    return [sum(getattr(year, name) for year in carried) for name in names]


def carried_blocks(year: AnnualFigures) -> Iterator[Block]:
    """What came over from earlier years and goes over to the next, in numbers; then the directives that go over."""
    if not (year.is_whole and year.carried):
        return
    lines: list[tuple] = [
        (f"พ.ศ. {row.year}", row.before, row.given, row.again, row.done, row.after) for row in year.carried
    ]
    lines.append(("รวม", *carried_totals(year.carried)))
    titles = ["ยกมา", "ให้ไว้ในปี", "กลับมาดำเนินการ", "แล้วเสร็จหรือยุติ", "ยกไป"]
    if not any(row.again for row in year.carried):
        titles.remove("กลับมาดำเนินการ")
        lines = [(*line[:3], *line[4:]) for line in lines]
    share = 16 if len(titles) == 5 else 18
    columns = (
        TableColumn("ปีงบประมาณที่สั่งการ", 100 - share * len(titles)),
        *(TableColumn(name, share, "number") for name in titles),
    )
    yield figure_table("ข้อสั่งการที่ยกมาและยกไป", columns, lines)
    yield Paragraph(("ข้อที่บันทึกเข้าระบบภายหลังวันใด ถือว่ายังไม่แล้วเสร็จ ณ วันนั้น",), "note")
    yield from carried_on_blocks(year)


def carried_on_blocks(year: AnnualFigures) -> Iterator[Block]:
    """The overdue first, then the oldest; by dimension within the table."""
    keys, count = year.carried_on, carried_totals(year.carried)[-1]
    if not keys:
        return
    register = year.at_end.register
    known = [key for key in keys if key in year.at_end.states] if year.is_over else keys
    rows = open_directive_rows(known, register.assignments, register.day)
    # Of what was entered later nothing is known of that day.
    later, register = [key for key in keys if key not in rows], year.now.register
    note = f"สถานะ ณ วันที่พิมพ์ ({LATER})"
    rows |= open_directive_rows(later, register.assignments, register.day, note=note)
    shown = sorted((rows[key] for key in keys), key=lambda row: row.sort_key)
    label = "เรื่องที่ยกไป"
    if count > len(keys):
        label += f" ({len(keys)} ข้อแรก จาก {count:,} ข้อ เรียงที่เกินกำหนดและเก่าที่สุดก่อน)"
    yield Paragraph((label,), "lead-in")
    yield Table("เรื่องที่ยกไป", OPEN_COLUMNS, tuple(row.cells for row in shown))
    if count > len(keys):
        # As it stood at the end of the year.
        address = f"/directives/{year.at_end.register.filter.query(by='due')}"
        link = Link("ทะเบียนติดตามข้อสั่งการ", Address(address))
        yield Paragraph(("ทุกข้อดูได้ใน", link), "note")


def problem_blocks(year: AnnualFigures) -> Iterator[Block]:
    """Problems by topic, with the newest directives that answer them and how far these have come today."""
    if not year.problems:
        return
    keys = {key for problem in year.problems for key in problem.directives[:ANSWERS]}
    directives = Directive.objects.in_bulk(keys)
    rows = []
    for problem in year.problems:
        lines: list[Text] = []
        for directive in (directives[key] for key in problem.directives[:ANSWERS]):
            words = shortened(str(directive), LONGEST_SUBJECT)
            state = f" ({directive.get_overall_state_display()})" if directive.overall_state else ""
            lines.append((Link(words, Address(directive.get_absolute_url())), state))
        if left := len(problem.directives) - len(lines):
            lines.append((f"และอีก {left:,} ข้อ",))
        rows.append((problem.topic, problem.count, problem.answered, tuple(lines) or (("–",),)))
    yield figure_table("ปัญหาอุปสรรคจำแนกตามประเด็น", ANSWERED, rows)
