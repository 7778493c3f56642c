"""What a file is, by its content: a name only says what somebody calls it.

filetype knows pictures and PDF. Office documents stay ours: filetype looks for their parts where most programs put them and so
refuses sound ones, and it does not ask what an archive unfolds to.
"""

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import filetype
from django.core.files.base import File
from pillow_heif import is_supported as is_heif

HEAD = 8192
# Programs that read PDF look for its beginning so far; scanners and downloads put lines before it.
PDF, FIRST_OF_PDF = b"%PDF-", 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Office documents are archives; a small one may unfold into a very large one.
LARGEST_UNFOLDED = 300 * 1024 * 1024
MOST_PARTS = 5000
PICTURES = ("jpg", "png", "gif", "webp", "heic", "tif", "bmp")
# Other endings of the same kinds.
SPELLINGS = {"jpeg": "jpg", "jfif": "jpg", "jpe": "jpg", "tiff": "tif", "heif": "heic"}
OLD_OFFICE = ("doc", "xls", "ppt")
# Ending -> a part that such an archive must hold, and how that part begins where this tells the kind.
PARTS = {
    "docx": ("word/document.xml", b""),
    "xlsx": ("xl/workbook.xml", b""),
    "pptx": ("ppt/presentation.xml", b""),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
    "ods": ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
}
ACCEPTED = (*PICTURES, *SPELLINGS, "pdf", *OLD_OFFICE, *PARTS)


def ending(name: str) -> str:
    """The ending of a file name in small letters, without its dot."""
    return Path(name).suffix.lower().lstrip(".")


def kind_of(file: File) -> str | None:
    """The kind of a file as its usual ending, None for what cannot be attached; the file is left at its beginning.

    A picture or PDF is known by its content alone, an office document by content and name.
    """
    named = ending(file.name or "")
    file.seek(0)
    try:
        head = file.read(HEAD)
        guess = filetype.guess_extension(head)
        if guess in PICTURES or guess == "pdf":
            return guess
        if named == "pdf" and PDF in head[:FIRST_OF_PDF]:
            return "pdf"
        if is_heif(BytesIO(head)):
            return "heic"
        if named in OLD_OFFICE:
            return named if head.startswith(OLE) else None
        return named if named in PARTS and is_archive_with(file, *PARTS[named]) else None
    finally:
        file.seek(0)


def is_what_it_says(file: File) -> bool:
    """Whether the content is of the kind that the name promises; of a picture the ending can be corrected."""
    kind, named = kind_of(file), ending(file.name or "")
    return kind is not None and (kind in PICTURES or kind == SPELLINGS.get(named, named))


def is_archive_with(file: File, part: str, beginning: bytes) -> bool:
    """Whether it is an archive whose part so named begins so; nothing but these bytes is unfolded."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            unfolded = sum(entry.file_size for entry in parts)
            if len(parts) > MOST_PARTS or unfolded > LARGEST_UNFOLDED:
                return False
            with archive.open(part) as content:
                return content.read(len(beginning)) == beginning
    except (
        BadZipFile,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        zlib.error,
    ):
        return False
