"""One role's way through every address of the site."""

import zipfile
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from itertools import product

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.concurrency import AT_A_TIME
from config.tests.addresses import (
    EACH_PERSON,
    EACH_UNIT,
    NAMES,
    NEVER,
    OFFICERS,
    PAGES,
    STAFF,
    TABLE,
    admin_pages,
)
from config.tests.cast import an_account, client_of, unit
from config.tests.two_worlds import SECRET, two_worlds
from officials.roles import ROLES
from visits.models import CalendarSetting, FollowUpRound, Reading, SavedFilter, Visit

NOBODY = "nobody"


@dataclass
class Walk:
    """One role's way through the site."""

    role: str
    client: Client
    records: dict
    officers: dict

    def differences(self, with_files=False, of_everybody=True):
        """Files are generated `with_files`, PDFs never: their text is compressed, and nothing could be found in it.

        Not `of_everybody` leaves out what all roles may see.
        """
        for name, rule in TABLE.items():
            if not of_everybody and rule.roles == frozenset(NAMES):
                continue
            is_made = with_files and not name.endswith("_pdf")
            for which, values in self.records_and_values(rule):
                with nullcontext() if is_made else all_places_taken():
                    answer = self.ask(reverse(name, kwargs=values))
                if answer != (expected := self.expected(name, rule, which)):
                    yield f"{name} {values}: {answer}, the table says {expected}"

    def differences_in_the_admin(self):
        """Of each model the pages that the roles file gives; the record asked for is the other unit's."""
        for name, (model, page) in admin_pages().items():
            row = model._default_manager.order_by("-pk").first()
            if page in ("changelist", "add") or row:
                answer = self.ask(reverse(name, args=[] if page in ("changelist", "add") else [row.pk]))
                if answer != (expected := self.expected_in_the_admin(model._meta.model_name, page)):
                    yield f"{name}: {answer}, the roles say {expected}"

    def led_away(self, to):
        """Of each address whether it leads there; those for everybody left out."""
        for name, address in self.addresses():
            response = self.client.get(address)
            yield name, response.status_code == 302 and response["Location"] == to

    def addresses(self):
        for name, rule in TABLE.items():
            for _, values in () if rule.is_public else self.records_and_values(rule):
                yield name, reverse(name, kwargs=values)
        for name, (_, page) in admin_pages().items():
            yield name, reverse(name, args=[] if page in ("changelist", "add") else [1])

    def expected_in_the_admin(self, model, page):
        if self.role == NOBODY:
            return "sign-in"
        [role] = [one for one in ROLES if one.code == self.role]
        given = f"{PAGES[page]}_{model}" in role.permissions and page not in NEVER.get(model, "").split()
        if not self.enters_data:
            return "sign-in"
        return "shown" if given else "refused"

    def records_and_values(self, rule):
        """Own and other record, which are the same to the office, each with the values of the other parts."""
        values = {name: self.value(name, value) for name, value in rule.values.items()}
        both = ("own", "other") if self.role in ("officer", NOBODY) else ("own",)
        for which in both if rule.record else ("",):
            pk = {"pk": self.records[rule.record][which == "other"].pk} if which else {}
            for chosen in product(*values.values()):
                yield which, dict(zip(values, chosen, strict=True)) | pk

    def value(self, name, value):
        if value == OFFICERS:
            return [self.officers[name]]
        if value in (EACH_UNIT, EACH_PERSON):
            value = [one.pk for one in self.records[value.removeprefix("each ")]]
        if isinstance(value, list):
            return value if self.role == "officer" else value[:1]
        return [value]

    def expected(self, name, rule, which):
        if rule.is_public:
            return rule.answer
        if self.role == NOBODY:
            return "sign-in"
        if self.role == "officer" and which == "other":
            return "not found"
        if self.role in rule.roles:
            return rule.answer
        return "sign-in" if name.startswith("admin:") and not self.enters_data else "refused"

    @property
    def enters_data(self):
        """Others are led from the admin to its sign-in, where another account may be used."""
        return self.role in STAFF

    def ask(self, address):
        """What is asked by form is posted empty, and whatever it wrote taken back."""
        with transaction.atomic():
            response = self.client.get(address)
            if response.status_code == 405:
                response = self.client.post(address)
            answer = self.read(response)
            transaction.set_rollback(True)
        return answer

    def read(self, response):
        if response.status_code == 302 and response["Location"].startswith(reverse("admin:login")):
            return "sign-in"
        words = {403: "refused", 404: "not found"}.get(response.status_code)
        if response.status_code == 503 and "Retry-After" in response:
            words = "shown"  # when it is its turn
        if SECRET in all_text(response) and self.role in ("officer", NOBODY):
            return "another unit's data"
        return words or ("shown" if response.status_code < 500 else f"{response.status_code}")


def all_text(response):
    """All text of an answer; of a workbook or a document, that of its parts."""
    content = response.getvalue()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", "replace")


def prepared_walk():
    """Makes the records once; what it returns begins the walk of a role among them."""
    records = two_worlds()
    officer = an_account("officer", unit=unit("DIPROM-C01"))
    officers = {"key": CalendarSetting.with_first_key(officer).feed_key, "id": officer.pk}
    officers["past"] = Visit.history.last().history_id
    today = timezone.localdate()
    officers["reading"] = Reading.objects.create(text=SECRET, text_hash="0" * 64, title=SECRET).pk
    officers["pk"] = FollowUpRound.objects.create(
        fiscal_year=2566, sequence=1, opens_on=today, due_on=today
    ).pk

    def begin(role):
        account = officer if role in ("officer", NOBODY) else an_account(role)
        stranger = an_account("clerk", username="stranger")
        own = SavedFilter.objects.create(owner=account, name="ของฉัน")
        filters = (own, SavedFilter.objects.create(owner=stranger, name=SECRET))
        mine = records | {"saved filter": filters}
        return Walk(role, Client() if role == NOBODY else client_of(account), mine, officers)

    return begin


@contextmanager
def all_places_taken():
    """Whoever may have a file is told to wait for it, and none is made."""
    with AT_A_TIME, AT_A_TIME:
        yield
