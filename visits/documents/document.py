"""One visit or trip as a finished document: head, blocks, photographs, signature, in the digits chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from visits.documents.blocks import (
    Block,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    PhotographPage,
    Signature,
    Strong,
    Text,
    in_thai_digits,
)
from visits.documents.memo import Letterhead, trip_memo, visit_memo
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
        """True of a memo, which bears a letterhead."""
        return self.letterhead is not None

    @property
    def has_charts(self) -> bool:
        """Whether charts stand in it."""
        return any(isinstance(block, Figure) for block in self.blocks)

    @property
    def style(self) -> str:
        """Class of the page in the style sheet: its margins, the digits of its number, the size of its type."""
        page = f"{'memo' if self.is_memo else 'report'}-{'thai' if self.in_thai else 'arabic'}"
        return f"{page} dense" if self.is_dense else page

    @property
    def pictures(self) -> dict[str, str]:
        """Address of every picture in the document -> name of its stored file."""
        pages = [block for block in self.blocks if isinstance(block, PhotographPage)]
        shown = [picture for page in pages for picture in page.pictures if picture.file]
        files = {str(picture.address): picture.file for picture in shown}
        if self.letterhead and self.letterhead.crest_file and self.letterhead.crest:
            files[str(self.letterhead.crest)] = str(self.letterhead.crest_file.name)
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
    subject = f"รายงานผลการตรวจเยี่ยม{reading.visit.unit.name}"
    memo = (subject, visit_memo(reading, choices)) if choices.is_memo else None
    head, blocks = visit_head(reading, choices), visit_blocks(reading, choices)
    return assembled(head, blocks, reading.photos, memo, choices, frame)


def trip_document(reading: TripRead, choices: Choices, frame: DocumentFrame) -> Document:
    """The report of a trip, or the memo that it is attached to."""
    title = reading.trip.title
    subject = f"รายงานผล{title if title.startswith('การ') else f'การลงพื้นที่ {title}'}"
    memo = (subject, trip_memo(reading, choices)) if choices.is_memo else None
    photographs = [*reading.photos, *(row for visit in reading.visits for row in visit.photos)]
    head, blocks = trip_head(reading, choices), trip_blocks(reading, choices)
    return assembled(head, blocks, photographs, memo, choices, frame)


def assembled(
    head: DocumentHead,
    blocks: tuple[Block, ...],
    photographs: Sequence[Attachment],
    memo: tuple[str, tuple[Block, ...]] | None,
    choices: Choices,
    frame: DocumentFrame,
) -> Document:
    """The report with signature, who certified and who printed it; of a `memo` (subject and cover) the attachment."""
    pages = photograph_pages([row for row in photographs if choices.shows(row)], choices.photographs)
    pictures: tuple[Block, ...] = (PageBreak(), Heading("ภาพประกอบ"), *pages) if pages else ()
    letterhead, whole = None, blocks
    if memo:
        subject, cover = memo
        letterhead = Letterhead.of(frame.office, subject, choices.to, choices.reference, frame.today)
        titles = (head.title, head.lines[0])
        annex = (
            PageBreak(),
            Paragraph((Strong("เอกสารแนบ"),), "annex"),
            *(Paragraph((Strong(line),), "centre") for line in titles),
            *(Paragraph((line,), "centre") for line in head.lines[1:]),
            *(block for block in blocks if block != PageBreak()),
        )
        whole = (*cover, frame.signature, *annex, *pictures)
    else:
        printed = (Paragraph(line, "printed") for line in (frame.certified, frame.printed) if line)
        whole = (*blocks, frame.signature, *printed, *pictures)
    document = Document(f"{head.title} {head.lines[0]}", head, whole, letterhead, in_thai=choices.in_thai)
    return in_thai_digits(document) if choices.in_thai else document
