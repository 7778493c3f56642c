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
    CLOSING,
    Letterhead,
    memo_letterhead,
    trip_opening,
    trip_subject,
    visit_opening,
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
    """The report of a visit, or the memo about it."""
    blocks = visit_blocks(reading, choices)
    if choices.is_memo:
        blocks = (*visit_opening(reading), *blocks, CLOSING)
    head, subject = visit_head(reading, choices), visit_subject(reading)
    return _finished(head, subject, blocks, reading.photos, choices, frame)


def trip_document(reading: TripRead, choices: Choices, frame: DocumentFrame) -> Document:
    """The report of a trip, or the memo about it."""
    blocks = trip_blocks(reading, choices)
    if choices.is_memo:
        # A memo begins with its own head instead of a cover.
        start = blocks.index(PageBreak()) + 1 if PageBreak() in blocks else 0
        blocks = (*trip_opening(reading), *blocks[start:], CLOSING)
    photographs = [*reading.photos, *(row for visit in reading.visits for row in visit.photos)]
    head, subject = trip_head(reading, choices), trip_subject(reading)
    return _finished(head, subject, blocks, photographs, choices, frame)


def _finished(
    head: DocumentHead,
    subject: str,
    blocks: tuple[Block, ...],
    photographs: Sequence[Attachment],
    choices: Choices,
    frame: DocumentFrame,
) -> Document:
    """With signature, photographs and, on a report, who certified and who printed it."""
    pages = photograph_pages([row for row in photographs if choices.shows(row)], choices.photographs)
    printed = tuple(Paragraph(line, "printed") for line in (frame.certified, frame.printed) if line)
    letterhead = None
    if choices.is_memo:
        letterhead = memo_letterhead(frame.office, subject, choices.to, choices.reference, frame.today)
        printed = ()
    with_heading = (PageBreak(), Heading("ภาพประกอบ"), *pages) if pages else ()
    document = Document(
        title=f"{head.title} {head.lines[0]}",
        head=head,
        blocks=(*blocks, frame.signature, *printed, *with_heading),
        letterhead=letterhead,
        in_thai=choices.in_thai,
    )
    return in_thai_digits(document) if choices.in_thai else document
