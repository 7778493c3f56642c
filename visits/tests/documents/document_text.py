"""What stands on a paper, whichever way it was made."""

import re
import tempfile
from pathlib import Path
from subprocess import run
from xml.sax.saxutils import escape

import pypdfium2
from django.conf import settings

# Of two papers the second may be made a minute later.
PRINTED_AT = re.compile(r"ข้อมูลณวันที่\S+?น\.(?=พิมพ์โดย)")
PAGE_NUMBER = re.compile(r"^(หน้า \S+ จาก \S+|- \S+ -)\s*", re.MULTILINE)


def pages(content):
    """The text of every page of a PDF, without the number of the page."""
    pdf = pypdfium2.PdfDocument(content)
    return [PAGE_NUMBER.sub("", page.get_textpage().get_text_range()) for page in pdf]


def squeezed(text, without=()):
    """Letters and digits in their order: lines, blanks and marks of lists differ between page, PDF and Word."""
    text = PRINTED_AT.sub("", re.sub(r"[\s•\-\ufffe\uf0b7]", "", text))
    for heads in without:
        text = text.replace(squeezed(heads), "")
    return text


def by_libreoffice(*words):
    """Word files as LibreOffice prints them; it needs seconds to begin, so all at once."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        papers = [here / f"paper-{number}.docx" for number, _ in enumerate(words)]
        for paper, word in zip(papers, words, strict=True):
            paper.write_bytes(word)
        (here / "fonts.conf").write_text(fonts_of_ours(), encoding="utf-8")
        profile = f"-env:UserInstallation=file://{here}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *papers]
        environment = {"FONTCONFIG_FILE": f"{here}/fonts.conf", "HOME": folder, "PATH": "/usr/bin:/bin"}
        run(command, check=True, capture_output=True, timeout=120, env=environment)  # noqa: S603 - our own words
        return [paper.with_suffix(".pdf").read_bytes() for paper in papers]


def fonts_of_ours():
    """Our Sarabun stands in for the font that only the ministry's machines have."""
    return f"""<fontconfig><dir>{escape(str(settings.BASE_DIR / "config" / "fonts"))}</dir>
    <alias binding="same"><family>TH SarabunPSK</family><prefer><family>Sarabun MOI</family></prefer></alias>
    </fontconfig>"""
