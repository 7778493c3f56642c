import ast
import gettext
import re
from pathlib import Path

import axes
import django
import django_filters
import pytest
import simple_history
from django.conf import global_settings, settings
from django.utils import translation
from django.utils.translation.trans_real import DjangoTranslation

DJANGO = Path(django.__file__).parent
OURS = Path(settings.BASE_DIR, "config/locale/th/LC_MESSAGES")
STOCK = [
    DJANGO / "conf",
    *(DJANGO / "contrib" / name for name in ("admin", "auth", "contenttypes", "sessions")),
]
COMPANIONS = [Path(module.__file__).parent for module in (django_filters, simple_history, axes)]
# Signs, formats and names that are the same in every language.
SAME = {"…", "IPv4", "IPv6", ":?.!", ":", ", ", "%(truncated_text)s…", "%(class_name)s %(instance)s"}
SAME |= {name for code, name in global_settings.LANGUAGES}

LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[0\])? )?(".*")')
PLACE = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")


def entries(path):
    """The messages of a .po file, each a dictionary by keyword; the header and obsolete ones are left out."""
    blocks = re.split(r"\n\s*\n", path.read_text("utf-8"))
    return [found for block in blocks if (found := entry(block)).get("msgid")]


def entry(block):
    found, keyword = {}, None
    for line in block.splitlines():
        if match := LINE.fullmatch(line):
            keyword = match[1] or keyword
            found[keyword] = found.get(keyword, "") + ast.literal_eval(match[2])
    return found


def messages(folder, domain):
    """What a package can say: from its English catalogue, or from all its catalogues where it has none."""
    catalogues = list(folder.glob(f"locale/en/LC_MESSAGES/{domain}.po"))
    return [
        message
        for path in catalogues or sorted(folder.glob(f"locale/*/LC_MESSAGES/{domain}.po"))
        for message in entries(path)
        if message["msgid"] not in SAME
    ]


def translated(thai, message):
    context, words = message.get("msgctxt"), message["msgid"]
    if "msgid_plural" in message:
        return thai.ngettext(words, message["msgid_plural"], 2)
    return thai.pgettext(context, words) if context else thai.gettext(words)


@pytest.mark.parametrize(
    ("folder", "domain"),
    [*((folder, "django") for folder in STOCK + COMPANIONS), (DJANGO / "contrib/admin", "djangojs")],
    ids=lambda value: getattr(value, "name", value),
)
def test_every_message_is_said_in_thai(folder, domain):
    thai = DjangoTranslation("th", domain=domain)
    all_said = {message["msgid"]: translated(thai, message) for message in messages(folder, domain)}
    assert all_said
    assert {english for english, words in all_said.items() if not re.search("[ก-ฮ]", words)} == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_says_what_the_written_one_says(domain):
    written = entries(OURS / f"{domain}.po")
    with (OURS / f"{domain}.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)._catalog
    catalogue.pop("")
    assert {compiled_key(message): message["msgstr"] for message in written} == catalogue


def compiled_key(message):
    context = f"{message['msgctxt']}\x04" if "msgctxt" in message else ""
    return (context + message["msgid"], 0) if "msgid_plural" in message else context + message["msgid"]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_a_translation_keeps_every_place_to_fill(domain):
    wrong = [
        message["msgid"]
        for message in entries(OURS / f"{domain}.po")
        if sorted(PLACE.findall(message["msgid"])) != sorted(PLACE.findall(message["msgstr"]))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("english", "thai"),
    [
        ("Action:", "ดำเนินการ:"),
        ("Past 7 days", "7 วันที่ผ่านมา"),
        ("Change", "แก้ไข"),
        ("History", "ประวัติการแก้ไข"),
        ("Any date", "ทุกวัน"),
        ("Unknown", "ไม่ทราบ"),
        ("No, take me back", "ยกเลิก"),
    ],
)
def test_words_that_mislead_are_replaced(english, thai):
    assert translation.gettext(english) == thai


def test_the_scripts_of_the_admin_are_given_thai(admin_client):
    answer = admin_client.get("/admin/jsi18n/", headers={"accept": "application/json"})
    assert answer.status_code == 200
    script = answer.content.decode()
    assert '"Sunday": "\\u0e2d\\u0e32\\u0e17\\u0e34\\u0e15\\u0e22\\u0e4c"' in script
    assert re.search(r'"TIME_INPUT_FORMATS": \[\s+"%H.%M"', script)
