"""One visit or trip as a finished document: head, blocks, photographs, signature, in the digits chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from visits.documents.blocks import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    PhotographPage,
    Signature,
    Text,
    in_thai_digits,
)
from visits.documents.memo import (
    Letterhead,
    annex_blocks,
    memo_letterhead,
    trip_memo,
    trip_subject,
    visit_memo,
    visit_subject,
)
from visits.documents.options import Choices
from visits.documents.photographs import photograph_pages
from visits.documents.trip_report import trip_blocks, trip_head
from visits.documents.visit_report import DocumentHead, visit_blocks, visit_head
from visits.models import Attachment, Office
from visits.records.reading import TripRead, VisitRead


@dataclass(frozen=True)
class Document:
    """`letterhead` stands on a memo only; one that `is_dense` is set smaller, to fit many rows on few pages."""

    title: str
    head: DocumentHead
    blocks: tuple[Block, ...]
    letterhead: Letterhead | None = None
    in_thai: bool = True
    is_dense: bool = False

    @property
    def is_memo(self) -> bool:
        return self.letterhead is not None

    @property
    def style(self) -> str:
        """Class of the page in the style sheet: its margins, the digits of its number, the size of its type."""
        page = f"{'memo' if self.is_memo else 'report'}-{'thai' if self.in_thai else 'arabic'}"
        return f"{page} dense" if self.is_dense else page

    @property
    def pictures(self) -> "dict[str, object]":
        """Address of every picture in the document -> path of its file."""
        pages = [block for block in self.blocks if isinstance(block, PhotographPage)]
        shown = [picture for page in pages for picture in page.pictures if picture.file]
        files: dict[str, object] = {str(picture.address): picture.file for picture in shown}
        if self.letterhead and self.letterhead.crest_file and self.letterhead.crest:
            files[str(self.letterhead.crest)] = self.letterhead.crest_file.path
        return files


@dataclass(frozen=True)
class DocumentFrame:
    """What does not come from the record: office, day, signature, who certified, and by whom it is printed."""

    office: Office
    today: date
    signature: Signature
    certified: Text
    printed: Text


def visit_document(reading: VisitRead, choices: Choices, frame: DocumentFrame) -> Document:
    """The report of a visit, or the memo that it is attached to."""
    head, blocks = visit_head(reading, choices), visit_blocks(reading, choices)
    if choices.is_memo:
        cover = visit_memo(reading, choices)
        return _memo(head, visit_subject(reading), cover, blocks, reading.photos, choices, frame)
    return _report(head, blocks, reading.photos, choices, frame)


def trip_document(reading: TripRead, choices: Choices, frame: DocumentFrame) -> Document:
    """The report of a trip, or the memo that it is attached to."""
    photographs = [*reading.photos, *(row for visit in reading.visits for row in visit.photos)]
    head, blocks = trip_head(reading, choices), trip_blocks(reading, choices)
    if choices.is_memo:
        cover = trip_memo(reading, choices)
        return _memo(head, trip_subject(reading), cover, blocks, photographs, choices, frame)
    return _report(head, blocks, photographs, choices, frame)


def _report(
    head: DocumentHead,
    blocks: tuple[Block, ...],
    photographs: Sequence[Attachment],
    choices: Choices,
    frame: DocumentFrame,
) -> Document:
    """With signature, who certified and who printed it, and photographs."""
    printed = tuple(Paragraph(line, "printed") for line in (frame.certified, frame.printed) if line)
    pages = _photograph_blocks(photographs, choices)
    return _with_digits(head, (*blocks, frame.signature, *printed, *pages), None, choices)


def _memo(
    head: DocumentHead,
    subject: str,
    cover: tuple[Block, ...],
    blocks: tuple[Block, ...],
    photographs: Sequence[Attachment],
    choices: Choices,
    frame: DocumentFrame,
) -> Document:
    """The signed cover, the report as its attachment, and photographs."""
    letterhead = memo_letterhead(frame.office, subject, choices.to, choices.reference, frame.today)
    pages = _photograph_blocks(photographs, choices)
    return _with_digits(
        head, (*cover, frame.signature, *annex_blocks(head, blocks), *pages), letterhead, choices
    )


def _photograph_blocks(photographs: Sequence[Attachment], choices: Choices) -> tuple[Block, ...]:
    pages = photograph_pages([row for row in photographs if choices.shows(row)], choices.photographs)
    return (PageBreak(), Heading("ภาพประกอบ"), *pages) if pages else ()


def _with_digits(
    head: DocumentHead, blocks: tuple[Block, ...], letterhead: Letterhead | None, choices: Choices
) -> Document:
    title = f"{head.title} {head.lines[0]}"
    document = Document(title, head, blocks, letterhead, in_thai=choices.in_thai)
    return in_thai_digits(document) if choices.in_thai else document
