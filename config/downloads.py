"""Names of files: Thai, with the day in the Buddhist era, and such as Windows takes."""

import re
from datetime import date

from django.utils.http import content_disposition_header

from config.thai.dates import be

# Windows forbids these signs and trailing dots and blanks; what is longer than this breaks its longest path.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
LONGEST = 100


def file_name(title: str, day: date, ending: str) -> str:
    """ "รายงานผลการตรวจเยี่ยม ศภ.1 28-01-2566.pdf"."""
    safe = " ".join(FORBIDDEN.sub(" ", title).split())[:LONGEST]
    return f"{safe} {day:%d-%m}-{be(day)}.{ending}"


def saved_as(name: str) -> str:
    """The header `Content-Disposition` of a file that a browser saves under `name`."""
    return content_disposition_header(True, name) or "attachment"
