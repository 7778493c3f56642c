"""The summary of a year as the ministry hands it in: headings, short sentences with figures, tables."""

from collections import defaultdict

from config.thai.dates import thai_range
from units.models import Kind, Region
from visits.documents.blocks import (
    Address,
    DocumentSection,
    Heading,
    Link,
    Paragraph,
    PersonName,
    Signature,
    Table,
    TableColumn,
    in_thai_digits,
    numbered,
    without_links,
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
from visits.models import Dimension, Directive, DirectiveKind, State

NOT_STATED = "ไม่ระบุ"
MANY_DIMENSIONS = "ข้อสั่งการที่เกี่ยวกับหลายมิตินับในทุกมิติ"
LEADERS, PROGRAMMES, CARRIED, ANSWERS = 20, 15, 15, 3
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
    TableColumn("หน่วยงานและพื้นที่", 18),
    TableColumn("ตรวจเยี่ยมแล้ว", 20, "number"),
    TableColumn("ยังไม่ได้ตรวจเยี่ยม", 62),
)
ANSWERED = (
    TableColumn("ประเด็น", 24),
    TableColumn("ปัญหา (ข้อ)", 12, "number"),
    TableColumn("มีข้อสั่งการตอบ (ข้อ)", 14, "number"),
    TableColumn("ข้อสั่งการที่ตอบ", 50),
)


def screen_document(year):
    """`year` is the report; with links, and without a place to sign."""
    title = f"{year.title} ประจำปีงบประมาณ พ.ศ. {year.year}"
    return Document(title, head(year, title), year.blocks, in_thai=False)


def print_document_of(year, in_thai):
    document = screen_document(year)
    blocks = (*without_links(document.blocks), Signature(""), printed(year))
    signed = Document(document.title, document.head, blocks, in_thai=in_thai)
    return in_thai_digits(signed) if in_thai else signed


def head(year, title):
    kind, about = title.split(" ", 1)
    period = thai_range(year.first, year.last)
    asked = " · ".join(f"{one.label}: {one.words}" for one in year.narrowed)
    marks = () if year.is_over else ("ปีงบประมาณยังไม่สิ้นสุด",)
    return DocumentHead(kind, tuple(filter(None, (about, f"({period})", asked))), marks)


def printed(year):
    return Paragraph((year.as_of,), "printed")


def annual_blocks(year):
    officer = () if year.user.sees_everything else (Paragraph((ONLY_SEEN,), "note"),)
    sections = [
        DocumentSection("ภาพรวม", tuple(overview(year))),
        DocumentSection("การลงพื้นที่", tuple(journey_sections(year))),
        DocumentSection("ข้อสั่งการและข้อแนะนำที่ให้ไว้ในปีงบประมาณ", tuple(order_sections(year))),
        DocumentSection(f"สถานะของข้อสั่งการ {year.day_in_words}", tuple(state_blocks(year))),
        DocumentSection("ข้อสั่งการที่ยกมาและยกไป", tuple(carried_blocks(year))),
        DocumentSection("ปัญหาอุปสรรคและข้อสั่งการที่ตอบ", tuple(problem_blocks(year))),
    ]
    return (*officer, *numbered(sections))


def said(*words):
    return Paragraph(("".join(words),), "opening")


def share_of(part, whole):
    return f" (ร้อยละ {100 * part / whole:.0f})" if whole else ""


def table(label, columns, rows):
    """Rows of plain values: numbers with their commas, texts as they are, a tuple as lines."""
    return Table(label, columns, tuple(tuple(map(_cell, row)) for row in rows))


def _cell(value):
    if isinstance(value, tuple):
        return value
    return ((f"{value:,}" if isinstance(value, int) else value,),)


# 1


def overview(year):
    provinces = len({one.province for one in year.places if one.province})
    yield said(
        f"ปีงบประมาณ พ.ศ. {year.year} ลงพื้นที่ {year.journeys(year.places):,} ครั้ง",
        f" ตรวจเยี่ยม {len(year.places):,} แห่ง ใน {provinces:,} จังหวัด",
        f" มีหัวหน้าคณะ {len(year.leaders):,} คน" if year.leaders else "",
        f" ข้อมูลที่ยังไม่ได้รับรอง {year.uncertified:,} แห่ง" if year.uncertified else "",
    )
    asked, done, late = map(len, (year.reportable, year.done, year.late))
    yield said(
        f"มีข้อสั่งการและข้อแนะนำ {len(year.kinds):,} ข้อ ต้องรายงานผล {asked:,} ข้อ",
        f" {year.day_in_words} แล้วเสร็จหรือยุติ {done:,} ข้อ{share_of(done, asked)} เกินกำหนด {late:,} ข้อ",
    )
    if year.is_whole:
        before, _, _, finished, after = totals(year.carried)
        yield said(
            f"ยกมาจากปีงบประมาณก่อน {before:,} ข้อ แล้วเสร็จหรือยุติในปี {finished:,} ข้อ",
            f" ยกไปปีงบประมาณ พ.ศ. {year.year + 1} จำนวน {after:,} ข้อ",
        )
    if year.waited:
        yield said(f"หน่วยงานรายงานครั้งแรกหลังจากวันที่แจ้ง มัธยฐาน {year.median} วัน (จาก {len(year.waited):,} เรื่อง)")
    if year.problems:
        count, answered = (sum(getattr(one, name) for one in year.problems) for name in ("count", "answered"))
        yield said(f"รับฟังปัญหาอุปสรรค {count:,} ข้อ มีข้อสั่งการที่ตอบแล้ว {answered:,} ข้อ")


# 2


def journey_sections(year):
    yield DocumentSection("จำแนกตามหัวหน้าคณะ", tuple(leader_blocks(year)))
    yield DocumentSection("จำแนกตามภาค", tuple(region_blocks(year)))
    yield DocumentSection("จำแนกตามประเภทหน่วยงาน", tuple(kind_blocks(year)))
    yield DocumentSection("ความครอบคลุม", tuple(coverage_blocks(year)))


def leader_blocks(year):
    if not year.leaders:
        return
    shown = year.leaders[:LEADERS]
    rows = [(_who(one.name), one.position, year.journeys(one.places), len(one.places)) for one in shown]
    yield table("การลงพื้นที่จำแนกตามหัวหน้าคณะ", LED, rows)
    if len(year.leaders) > len(shown):
        words = f"และหัวหน้าคณะอีก {len(year.leaders) - len(shown):,} คน"
        yield Paragraph((Link(words, Address(f"/reports/officials/?role=lead&{year.question}")),), "note")


def _who(name):
    return ((PersonName(name),),) if name else "(ทราบเพียงตำแหน่ง)"


def region_blocks(year):
    there = grouped(year.places, lambda one: one.region)
    names = [*Region.choices, *([(None, NOT_STATED)] if None in there else [])]
    rows = [
        (name, year.journeys(there[key]), len(there[key]), len({one.province for one in there[key]} - {None}))
        for key, name in names
    ]
    if year.places:
        yield table("การลงพื้นที่จำแนกตามภาค", BY_REGION, rows)


def kind_blocks(year):
    there = grouped(year.places, lambda one: one.kind)
    found = sorted(there.items(), key=lambda item: -len(item[1]))
    rows = [(Kind(kind).label, year.journeys(places), len(places)) for kind, places in found]
    if rows:
        yield table("การลงพื้นที่จำแนกตามประเภทหน่วยงาน", BY_KIND, rows)
        yield Paragraph(("การลงพื้นที่หนึ่งครั้งที่ไปหลายภาคหรือหลายประเภทหน่วยงานนับในทุกบรรทัดที่เกี่ยวข้อง",), "note")


def grouped(rows, key):
    found = defaultdict(list)
    for one in rows:
        found[key(one)].append(one)
    return found


def coverage_blocks(year):
    rows = [(part.label, f"{part.seen} จาก {part.of}", _missing(part)) for part in year.coverage]
    if rows:
        yield table("ความครอบคลุม", COVERED, rows)


def _missing(part):
    """Names that do not break; of an office the province alone, for the row says that it is one."""
    bare = [one.name.removeprefix(part.label) for one in part.missing]
    names = [one.name if name.isdecimal() else name for one, name in zip(part.missing, bare, strict=True)]
    runs = [run for name in names for run in (", ", PersonName(name))]
    return (tuple(runs[1:]),) if runs else "–"


# 3


def order_sections(year):
    if not year.kinds:
        return
    dimensions = Dimension.objects.visible_to(year.user).of_policy(year.filter.value("policy"))
    by_dimension = year.by_dimension([(row.key, row.name) for row in dimensions.named()])
    programmes = year.by_programme
    yield DocumentSection("จำแนกตามประเภท", (shares("ประเภท", year.by_kind(DirectiveKind)),))
    yield DocumentSection(
        f"จำแนกตาม{dimensions.title()}", (shares("มิติ", by_dimension), Paragraph((MANY_DIMENSIONS,), "note"))
    )
    yield DocumentSection("จำแนกตามโครงการ/ระบบงาน/มาตรฐาน", tuple(programme_blocks(year, programmes)))


def programme_blocks(year, programmes):
    if not programmes:
        return
    yield shares("โครงการ/ระบบงาน/มาตรฐาน", programmes[:PROGRAMMES])
    if len(programmes) > PROGRAMMES:
        words = f"และอีก {len(programmes) - PROGRAMMES:,} รายการ"
        yield Paragraph((Link(words, Address(f"/reports/programmes/?{year.question}")),), "note")


def shares(title, rows):
    columns = (
        TableColumn(title, 40),
        *(TableColumn(name, 14, "number") for name in ("ข้อสั่งการ", "ต้องรายงานผล", "แล้วเสร็จหรือยุติ")),
        TableColumn("เกินกำหนด", 18, "number"),
    )
    lines = [(one.name, one.given, one.followed, one.done, one.late) for one in rows]
    return table(f"ข้อสั่งการจำแนกตาม{title}", columns, lines)


# 4


def state_blocks(year):
    if not year.reportable:
        yield Paragraph(("ไม่มีข้อสั่งการที่ต้องรายงานผลและกำหนดหน่วยงานรับผิดชอบแล้ว",))
        return
    then, now = year.states
    titles = [year.day_in_words, "ร้อยละ", *(["ณ วันที่พิมพ์"] if year.is_over else [])]
    columns = (
        TableColumn("สถานะ", 100 - 20 * len(titles)),
        *(TableColumn(name, 20, "number") for name in titles),
    )
    rows = [_state_row(label, then[key], now[key], year) for key, label in _shown_states(then, now)]
    yield table("สถานะของข้อสั่งการ", columns, [*rows, _state_row("รวม", then.total(), now.total(), year)])
    yield Paragraph(("สถานะของข้อสั่งการคือสถานะของหน่วยงานที่คืบหน้าน้อยที่สุด",), "note")
    if year.waited:
        yield said(f"จากวันที่แจ้งหน่วยงานถึงวันที่รายงานครั้งแรก มัธยฐาน {year.median} วัน จาก {len(year.waited):,} เรื่อง")


def _shown_states(then, now):
    named = [(state, state.label) for state in State if then[state] or now[state]]
    return [*named, *([(None, LATER)] if then[None] else [])]


def _state_row(label, then, now, year):
    percent = f"{100 * then / len(year.reportable):.0f}"
    return (label, then, percent, *([now] if year.is_over else []))


# 5


def totals(carried):
    """ยกมา, ให้ไว้, กลับมา, แล้วเสร็จ, ยกไป: of all years."""
    return [
        sum(getattr(one, name) for one in carried) for name in ("before", "given", "again", "done", "after")
    ]


def carried_blocks(year):
    if not (year.is_whole and year.carried):
        return
    again = any(one.again for one in year.carried)
    titles = ["ยกมา", "ให้ไว้ในปี", *(["กลับมาดำเนินการ"] if again else []), "แล้วเสร็จหรือยุติ", "ยกไป"]
    share = 16 if again else 18
    columns = (
        TableColumn("ปีงบประมาณที่สั่งการ", 100 - share * len(titles)),
        *(TableColumn(name, share, "number") for name in titles),
    )
    lines = [(f"พ.ศ. {one.year}", *_carried(one, again)) for one in year.carried]
    all_years = totals(year.carried)
    lines.append(("รวม", *(all_years if again else [*all_years[:2], *all_years[3:]])))
    yield table("ข้อสั่งการที่ยกมาและยกไป", columns, lines)
    yield Paragraph(("ข้อที่บันทึกเข้าระบบภายหลังวันใด ถือว่ายังไม่แล้วเสร็จ ณ วันนั้น",), "note")
    yield from _carried_on(year)


def _carried(one, again):
    return (one.before, one.given, *([one.again] if again else []), one.done, one.after)


def _carried_on(year):
    """The overdue first, then the oldest; by dimension within the table."""
    keys = year.carried_on[:CARRIED]
    if not keys:
        return
    rows = _rows_then(year, [key for key in keys if key in year.at_end.states])
    rows |= _rows_now(year, [key for key in keys if key not in rows])
    shown = sorted((rows[key] for key in keys), key=lambda row: row.sort_key)
    count = len(year.carried_on)
    label = (
        f"เรื่องที่ยกไป ({len(keys)} ข้อแรก จาก {count:,} ข้อ เรียงที่เกินกำหนดและเก่าที่สุดก่อน)"
        if count > len(keys)
        else "เรื่องที่ยกไป"
    )
    yield Paragraph((label,), "lead-in")
    yield Table("เรื่องที่ยกไป", OPEN_COLUMNS, tuple(row.cells for row in shown))
    if count > len(keys):
        register = Link("ทะเบียนติดตามข้อสั่งการ", Address(year.register_address))
        yield Paragraph(("ทุกข้อดูได้ใน", register), "note")


def _rows_then(year, keys):
    return open_directive_rows(keys, year.at_end.register.assignments, year.at_end.register.day)


def _rows_now(year, keys):
    """Of what was entered later nothing is known of that day."""
    return open_directive_rows(
        keys, year.now.register.assignments, year.now.register.day, note=f"สถานะ ณ วันที่พิมพ์ ({LATER})"
    )


# 6


def problem_blocks(year):
    if not year.problems:
        return
    keys = {key for one in year.problems for key in one.directives[:ANSWERS]}
    orders = Directive.objects.in_bulk(keys)
    rows = [(one.topic, one.count, one.answered, _answers(one, orders)) for one in year.problems]
    yield table("ปัญหาอุปสรรคจำแนกตามประเด็น", ANSWERED, rows)


def _answers(problem, orders):
    """The newest orders that answer problems of one topic, with how far they have come today."""
    lines = [_answer(orders[key]) for key in problem.directives[:ANSWERS]]
    left = len(problem.directives) - len(lines)
    return (*lines, *([(f"และอีก {left:,} ข้อ",)] if left else [])) or (("–",),)


def _answer(one):
    link = Link(shortened(str(one), LONGEST_SUBJECT), Address(one.get_absolute_url()))
    return (link, f" ({one.get_overall_state_display()})") if one.overall_state else (link,)


# For files


def lines_of(blocks):
    """Heading, row, column and value of every figure; orders themselves stand in the register's file."""
    heading = ""
    for block in blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table) and any(column.kind == "number" for column in block.columns):
            yield from _lines(heading, block)


def _lines(heading, block):
    for first, *others in block.rows:
        for column, cell in zip(block.columns[1:], others, strict=True):
            yield heading, _text(first), column.title, _value(_text(cell))


def _text(cell):
    return "\n".join("".join(map(str, line)) for line in cell)


def _value(text):
    digits = text.replace(",", "")
    return int(digits) if digits.isdecimal() else text
