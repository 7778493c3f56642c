"""One visit or trip as a finished paper: head, blocks, photographs, signature, in the digits asked for."""

from dataclasses import dataclass

from visits.documents import memo
from visits.documents.blocks import Heading, PageBreak, Paragraph, in_thai_digits
from visits.documents.photographs import photograph_pages
from visits.documents.trip_report import trip_blocks, trip_head
from visits.documents.visit_report import Head, visit_blocks, visit_head


@dataclass(frozen=True)
class Paper:
    """`letterhead` stands on a memo only; what `is_dense` is set smaller, for much has to stand on few pages."""

    title: str
    head: Head
    blocks: tuple
    letterhead: memo.Letterhead | None = None
    in_thai: bool = True
    is_dense: bool = False

    @property
    def is_memo(self):
        return self.letterhead is not None

    @property
    def style(self):
        """Names the page in the style sheet: its margins, the digits of its number, the size of its type."""
        page = f"{'memo' if self.is_memo else 'report'}-{'thai' if self.in_thai else 'arabic'}"
        return f"{page} dense" if self.is_dense else page


def visit_paper(told, asked, frame):
    photographs = [row for row in told.photos if asked.shows(row)]
    head = visit_head(told, asked)
    around = (memo.visit_subject(told), memo.visit_opening(told)) if asked.is_memo else None
    return finished(head, visit_blocks(told, asked), photographs, asked, frame, around)


def trip_paper(told, asked, frame):
    photographs = [row for row in told.photos if asked.shows(row)]
    photographs += [row for one in told.visits for row in one.photos if asked.shows(row)]
    head = trip_head(told, asked)
    around = (memo.trip_subject(told), memo.trip_opening(told)) if asked.is_memo else None
    return finished(head, trip_blocks(told, asked), photographs, asked, frame, around)


def finished(head, blocks, photographs, asked, frame, around):
    """`frame` says what does not come from the record: signature, office, day, and, on a report, by whom printed."""
    pages = photograph_pages(photographs, asked.photographs)
    letterhead, printed = (
        None,
        tuple(Paragraph(line, "printed") for line in (frame.certified, frame.printed) if line),
    )
    if around:
        subject, opening = around
        letterhead = memo.letterhead(subject, frame.office, asked, frame.today)
        blocks, printed = (*opening, *without_cover(blocks), memo.closing()), ()
    paper = Paper(
        title=f"{head.title} {head.lines[0]}",
        head=head,
        blocks=(*blocks, frame.signature, *printed, *with_heading(pages)),
        letterhead=letterhead,
        in_thai=asked.in_thai,
    )
    return in_thai_digits(paper) if asked.in_thai else paper


def without_cover(blocks):
    """A memo begins with its own head instead."""
    if PageBreak() in blocks:
        return blocks[blocks.index(PageBreak()) + 1 :]
    return blocks


def with_heading(pages):
    return (PageBreak(), Heading("ภาพประกอบ"), *pages) if pages else ()


@dataclass(frozen=True)
class Frame:
    office: object
    today: object
    signature: object
    certified: tuple
    printed: tuple
