"""The text of a press release: pasted, or out of a .txt, .html, .docx or .pdf; refused in Thai where there is none."""

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from itertools import groupby
from pathlib import Path
from threading import Lock
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml.etree import LxmlError

from config.thai.text import INVISIBLE, fold

LONGEST = 60_000
READ_ENDINGS = (".txt", ".html", ".htm", ".docx", ".pdf")
LARGEST_FILE = 10 * 1024 * 1024
# A small file can unfold into a very large one.
LARGEST_UNFOLDED = 100 * 1024 * 1024
MOST_PAGES = 40
# Older texts from Windows come in the Thai code page.
ENCODINGS = ("utf-8-sig", "cp874")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What a page copied with its tags or a file of it holds: tags, scripts, entities such as &nbsp;.
_NOT_SHOWN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_LINE_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/title)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
# What reading a Word file raises that is damaged, locked or packed in a way of its own.
BROKEN = (
    *(BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError),
    *(LxmlError, LookupError, ValueError, AttributeError, TypeError, AssertionError),
)
# PDFium is not safe to call from two threads.
_one_at_a_time = Lock()


class NoText(ValueError):
    """Why there is nothing to read; its words are a Thai sentence."""


def text_hash(text: str) -> str:
    """The same for one text copied twice, whatever became of its blanks and line breaks."""
    return hashlib.sha256(fold(text).encode()).hexdigest()


def tidy(text: str) -> str:
    """One kind of line break, so that offsets are the same in the browser and here; raises NoText."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if _ENTITY.search(text) or text.lstrip()[:1] == "<":
        text = text_of_html(text)
    text = text.strip()
    if not text.strip("".join(INVISIBLE) + " \n\t\u00a0"):
        raise NoText("ไม่มีข้อความให้อ่าน โปรดวางข้อความข่าวหรือเลือกไฟล์")
    if len(text) > LONGEST:
        raise NoText(
            f"ข้อความยาว {len(text):,} อักขระ เกินกว่าข่าวประชาสัมพันธ์หนึ่งฉบับ (ไม่เกิน {LONGEST:,} อักขระ) โปรดวางเฉพาะเนื้อข่าว"
        )
    return text


def text_of_file(name: str, content: bytes) -> str:
    """The text of a file by the ending of its name; raises NoText."""
    ending = Path(name).suffix.lower()
    if ending not in READ_ENDINGS:
        raise NoText("อ่านได้เฉพาะไฟล์ .txt .html .docx และ .pdf โปรดคัดลอกข้อความมาวางแทน")
    if len(content) > LARGEST_FILE:
        raise NoText("ไฟล์มีขนาดใหญ่เกิน 10 เมกะไบต์ โปรดคัดลอกเฉพาะข้อความข่าวมาวางแทน")
    readers = {".docx": text_of_docx, ".pdf": text_of_pdf}
    text = readers.get(ending, decoded)(content)
    return tidy(text_of_html(text) if ending in (".html", ".htm") else text)


def decoded(content: bytes) -> str:
    """The text of bytes in an encoding that Thai offices use; what fits none is replaced."""
    if content.startswith(UTF_16_MARKS) or content[1:40:2].count(0) > 4 or b"\x0e" in content[1:40:2]:
        return content.decode("utf-16" if content.startswith(UTF_16_MARKS) else "utf-16-le", errors="replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def text_of_html(text: str) -> str:
    """What a page shows: a line for each paragraph, entities as characters."""
    text = _LINE_TAG.sub("\n", _NOT_SHOWN.sub(" ", text))
    return unescape(_TAG.sub("", text)).replace("\u00a0", " ")


def text_of_docx(content: bytes) -> str:
    """Paragraphs and rows of tables as lines; raises NoText."""
    # Loaded with the first such file, as PDFium below: pages do without.
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNFOLDED:
                raise NoText("ไฟล์นี้มีขนาดใหญ่เกินกว่าจะอ่านได้ โปรดคัดลอกข้อความข่าวมาวางแทน")
        document = Document(io.BytesIO(content))
        lines = [line for block in document.iter_inner_content() for line in lines_of(block)]
    except (*BROKEN, OpcError) as error:
        if isinstance(error, NoText):
            raise
        raise NoText("เปิดไฟล์ Word นี้ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน โปรดคัดลอกข้อความข่าวมาวางแทน") from error
    return "\n".join(lines)


def lines_of(block: Any) -> Iterator[str]:
    """A paragraph is a line; a table one line a row, each merged cell once."""
    if not hasattr(block, "rows"):
        yield block.text
        return
    for row in block.rows:
        texts = [cell.text.strip() for cell in row.cells]
        yield " ".join(text for text, _ in groupby(texts) if text)


def text_of_pdf(content: bytes) -> str:
    """The text layer of the first pages; raises NoText where there is none."""
    import pypdfium2

    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise NoText("เปิดไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหรือมีรหัสผ่าน โปรดคัดลอกข้อความข่าวมาวางแทน") from error
        try:
            pages = []
            for number in range(min(len(document), MOST_PAGES)):
                with closing(document[number]) as page, closing(page.get_textpage()) as layer:
                    pages.append(layer.get_text_bounded())
            text = "\n".join(pages)
        except pypdfium2.PdfiumError as error:
            raise NoText("อ่านหน้าของไฟล์ PDF นี้ไม่ได้ โปรดคัดลอกข้อความข่าวมาวางแทน") from error
        finally:
            document.close()
    if not text.strip():
        raise NoText("ไฟล์ PDF นี้ไม่มีข้อความ อาจเป็นภาพสแกน โปรดพิมพ์หรือวางข้อความข่าวแทน")
    return text
