"""What the settings read from the environment or `.env`; a value that makes no sense is refused with a sentence."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")
BUCKET = re.compile(
    r"s3://(?P<bucket_name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<location>[A-Za-z0-9/_.-]*))?"
)


def read_flag(name: str, default: bool = False) -> bool:
    """A boolean of the environment; raises ImproperlyConfigured for anything else."""
    value = env.str(name, default=str(default)).strip().lower()
    if value not in {"1", "0", "true", "false", "yes", "no", "on", "off", ""}:
        raise ImproperlyConfigured(f"{name} ไม่ถูกต้อง: ให้ใส่ 1 หรือ 0 ({name} is wrong: write 1 or 0)")
    return value in {"1", "true", "yes", "on"}


def read_number(name: str, default: int, least: int, most: int) -> int:
    """A whole number of the environment; raises ImproperlyConfigured outside `least` to `most`."""
    value = env.str(name, default=str(default)).strip()
    if not (value.isascii() and value.isdigit() and least <= int(value[:9]) <= most):
        raise ImproperlyConfigured(
            f"{name} ไม่ถูกต้อง: ให้ใส่จำนวนเต็ม {least}-{most} ({name} is wrong: write a whole number from {least} to {most})"
        )
    return int(value)


def need_extra(module: str, setting: str) -> None:
    """Raises ImproperlyConfigured where a package that a setting needs is not installed."""
    if find_spec(module) is None:
        raise ImproperlyConfigured(
            f"{setting} ต้องใช้ส่วนเสริม: สั่ง pip install -r requirements-extras.txt "
            f"({setting} needs an extra: pip install -r requirements-extras.txt)"
        )


def media_storage() -> dict[str, Any]:
    """The storage of files that MEDIA_STORAGE names, else the folder MEDIA_ROOT; invented data stays in its folder."""
    address = "" if read_flag("INVENTED") else env.str("MEDIA_STORAGE", default="").strip()
    if not address:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if not (found := BUCKET.fullmatch(address)) or ".." in address:
        raise ImproperlyConfigured(
            "MEDIA_STORAGE ไม่ถูกต้อง: ให้เว้นว่าง หรือใส่ s3://ชื่อถัง/คำนำหน้า "
            "(MEDIA_STORAGE is wrong: leave it empty, or write s3://bucket/prefix)"
        )
    need_extra("storages", "MEDIA_STORAGE")
    location = (found["location"] or "").strip("/")
    return {
        "BACKEND": "config.bucket.BucketStorage",
        "OPTIONS": {"bucket_name": found["bucket_name"], "location": location},
    }
