"""docs/operations.md names every command and every setting, and .env.example every setting that an operator chooses."""

import re
from pathlib import Path

from django.conf import settings

READ = re.compile(r'(?:read_flag|read_number|parsed|postgresql|env\.(?:str|int|list|db_url))\(\s*"([A-Z_]+)"')
# Where style sheets are collected is the release's own matter; `make demo` marks its database of invented records itself.
NOT_CHOSEN = {"STATIC_ROOT", "INVENTED"}


def text_of(name):
    return Path(settings.BASE_DIR, name).read_text(encoding="utf-8")


def test_every_command_is_named_once():
    commands = {
        path.stem
        for package in ("config", "officials", "units", "visits")
        for path in Path(settings.BASE_DIR, package).glob("management/commands/*.py")
        if path.stem != "__init__"
    }
    named = re.findall(r"^\| `(?!python )([a-z_]+)[^|]*` \|", text_of("docs/operations.md"), re.MULTILINE)
    assert sorted(named) == sorted(commands)


def test_every_setting_is_explained():
    page, example = text_of("docs/operations.md"), text_of(".env.example")
    modules = ("config/settings.py", "config/environment.py", "config/databases.py")
    read = {name for module in modules for name in READ.findall(text_of(module))}
    assert sorted(name for name in read if f"`{name}`" not in page) == []
    given = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert sorted(read - given - NOT_CHOSEN) == []
    openid = {"OPENID_ISSUER", "OPENID_CLIENT_ID", "OPENID_CLIENT_SECRET"}
    assert sorted(given - read - openid) == []
