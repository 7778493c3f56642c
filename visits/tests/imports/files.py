"""Files of tables as offices keep them, made by real writers, with invented visits."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font

TITLE = "สรุปการลงพื้นที่ ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"


def saved(book):
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def workbook(rows, title="Sheet"):
    """A plain sheet of these rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def heading_of_two_rows():
    """Titles, a heading of two rows with merged cells, the heading again in mid-sheet, years kept as if Gregorian."""
    book = Workbook()
    sheet = book.active
    sheet.append([TITLE])
    sheet.merge_cells("A1:F1")
    heading(sheet, 2)
    party = "นางโท ทดลอง, นายตรี ณ ทดลอง"
    sheet.append([1, date(2566, 10, 3), "สอจ.เชียงใหม่", "นายเอก ทดลอง", party, "ติดตามงาน"])
    sheet.append(["๒", date(2566, 10, 12), "สนง.อุตสาหกรรมจังหวัดลำพูน", "นางสาวจัตวา ทดลอง", None, "มอบแนวทาง"])
    sheet.append([f"{TITLE} (ต่อ)"])
    heading(sheet, 7)
    sheet.append(["๓", "31/02/2567", "ศภ.4", "นายเอก ทดลอง", None, "ติดตามงาน"])
    sheet.append([4, date(2567, 6, 1), "สำนักงานที่ไม่มีจริง", "นายเอก ทดลอง", None, "ติดตามงาน"])
    return saved(book)


def heading(sheet, row):
    sheet.append(["ที่", "วันที่", "หน่วยงานที่ตรวจเยี่ยม", "คณะผู้ตรวจเยี่ยม", None, "เรื่อง"])
    sheet.append([None, None, None, "หัวหน้าคณะ", "ผู้ร่วมคณะ", None])
    for column in "ABCF":
        sheet.merge_cells(f"{column}{row}:{column}{row + 1}")
    sheet.merge_cells(f"D{row}:E{row}")


def sheet_a_province():
    """A sheet a province, a record over three rows with its number in the first only, short years, a sheet of notes."""
    book = Workbook()
    book.remove(book.active)
    for province in ("ลำพูน", "แพร่"):
        sheet = book.create_sheet(f"จ.{province}")
        sheet.append([f"ผลการลงพื้นที่จังหวัด{province}"])
        sheet.append(["ลำดับ", "วัน เดือน ปี", "ประธาน / คณะ", "ภารกิจ", "หมายเหตุ"])
        sheet.append([1, "10 ม.ค. 66", "นายเอก ทดลอง", "ติดตามงาน", None])
        sheet.append([None, None, "นางโท ทดลอง", f"ณ สอจ.{province}", None])
        sheet.append([None, None, "ว่าที่ ร.ต.ตรี ทดลอง", None, None])
        sheet["BE60"].font = Font(bold=True)
    book.create_sheet("หมายเหตุ").append(["ปีสองหลักเป็นปี พ.ศ."])
    return saved(book)


def windows_874():
    """csv as old programs write it, a title above the heading, several people in a cell."""
    text = (
        "รายงานการตรวจเยี่ยม,,,\r\nวันที่,สถานที่,ผู้บริหาร,รายละเอียด\r\n"
        "01/02/2565,ศภ.4,1) นางสาวจัตวา ทดลอง 2) ดร.เบญจ ทดลอง และคณะ,เยี่ยมชมกิจการ\r\n"
    )
    return text.encode("cp874")


def html_called_workbook():
    """A web page with a table that some systems hand out as a workbook; hours stand behind the day."""
    names = "<tr><th>วันที่</th><th>หน่วยงาน</th><th>หัวหน้าคณะ</th><th>วัตถุประสงค์</th></tr>"
    row = "<tr><td>04/05/2564 00:00:00</td><td>สอจ.ลำพูน</td><td>นายเอก ทดลอง</td><td>ติดตามงาน</td></tr>"
    title = "<tr><th colspan='4'>export</th></tr>"
    return f"<html><meta charset='utf-8'><table>{title}{names}{row}</table></html>".encode()


def directives():
    """Ticks under one merged heading, a lead and a supporting unit, a due day in working days."""
    book = Workbook()
    sheet = book.active
    sheet.append(["ทะเบียนติดตามข้อสั่งการ"])
    names = ["ลำดับ", "วันที่สั่งการ", "ข้อสั่งการ", "ผู้สั่งการ", "มิติ", None, None, None]
    sheet.append([*names, "หน่วยหลัก", "หน่วยสนับสนุน", "กำหนดแล้วเสร็จ", "สถานะ"])
    sheet.append([None, None, None, None, "ธุรกิจ", "สังคม", "สิ่งแวดล้อม", "กระจายรายได้"])
    sheet.merge_cells("E2:H2")
    first = [1, "1 มีนาคม 2566", "ให้จัดทำแผน", "นายเอก ทดลอง", "/", None, "/", None]
    sheet.append([*first, "สอจ.ลำพูน", "สอจ.แพร่", "ภายใน 15 วันทำการ", "แล้วเสร็จ"])
    second = [2, "2 มีนาคม 2566", "ให้รายงานผล", "นางโท ทดลอง", None, None, None, None]
    sheet.append([*second, "ศภ.4", None, "11/04/2566", None])
    return saved(book)


def personnel():
    """Prefix apart or glued to the name, a vacant post, salary and code that must be kept nowhere."""
    names = ["ลำดับที่", "คำนำหน้าชื่อ", "ชื่อ", "นามสกุล", "ตำแหน่ง", "สังกัด", "วันที่ดำรงตำแหน่ง", "คำสั่งเลขที่"]
    lamphun, phrae = "อุตสาหกรรมจังหวัดลำพูน", "อุตสาหกรรมจังหวัดแพร่"
    return workbook(
        [
            [*names, "เงินเดือน", "รหัสข้าราชการ"],
            [1, "นาย", "เอก", "ทดลอง", lamphun, "สอจ.ลำพูน", "๑ ต.ค. ๒๕๖๗", "301/2567", 50001, "310"],
            [2, None, "นางโท", "ทดลอง", phrae, "สอจ.แพร่", date(2024, 10, 1), "302/2567", 50002, "311"],
            [3, None, None, None, "อุตสาหกรรมจังหวัดน่าน", "สอจ.น่าน", None, None, None, None],
        ]
    )
