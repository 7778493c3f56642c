"""The static files of the site, gathered, named by their content and compressed; done again only where one has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK = "collected-from.txt"


def state_of_sources() -> str:
    """A checksum over path, size and time of every file that would be collected, and over what collects them."""
    lines = [str(settings.STORAGES["staticfiles"])]
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            lines.append(f"{name} {file.st_size} {file.st_mtime_ns}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def collect_changed_files() -> bool:
    """Collects the static files unless those that lie there were collected from the same; whether it did."""
    mark = Path(settings.STATIC_ROOT) / MARK
    state = state_of_sources()
    if mark.exists() and mark.read_text(encoding="ascii") == state:
        return False
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(state, encoding="ascii")
    return True
