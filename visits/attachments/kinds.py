"""What a file is, by its content: a name says only what somebody calls it."""

import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

HEAD = 64
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Office documents are archives; a small one may unfold into a very large one.
LARGEST_UNFOLDED = 300 * 1024 * 1024
MOST_PARTS = 5000
# Ending of the name -> where its mark stands and how it reads.
MARKS = {
    "jpg": (0, (b"\xff\xd8\xff",)),
    "jpeg": (0, (b"\xff\xd8\xff",)),
    "png": (0, (b"\x89PNG\r\n\x1a\n",)),
    "gif": (0, (b"GIF87a", b"GIF89a")),
    "webp": (8, (b"WEBP",)),
    "heic": (4, (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1", b"ftyphevc")),
    "pdf": (0, (b"%PDF-",)),
    "doc": (0, (OLE,)),
    "xls": (0, (OLE,)),
    "ppt": (0, (OLE,)),
}
# Ending -> a part that such an archive must hold, and how that part begins where this tells the kind.
PARTS = {
    "docx": ("word/document.xml", b""),
    "xlsx": ("xl/workbook.xml", b""),
    "pptx": ("ppt/presentation.xml", b""),
    "odt": ("mimetype", b"application/vnd.oasis.opendocument.text"),
    "ods": ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
}
ACCEPTED = (*MARKS, *PARTS)


def ending(name):
    return Path(name).suffix.lower().lstrip(".")


def is_what_it_says(file):
    """Whether the content is of the kind that the name promises; the file is left at its beginning."""
    kind = ending(file.name)
    file.seek(0)
    try:
        return _is_marked(file.read(HEAD), *MARKS[kind]) if kind in MARKS else _is_archive(file, *PARTS[kind])
    finally:
        file.seek(0)


def _is_marked(head, place, marks):
    return any(head.startswith(mark, place) for mark in marks)


def _is_archive(file, part, beginning):
    """Nothing is unfolded but the first bytes of one part."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNFOLDED:
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
