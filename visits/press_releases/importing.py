"""Drafts of many texts: only what is known for certain is taken, all else is a doubt that somebody looks at."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from visits.models import Role
from visits.press_releases.duplicates import same_release, visits_on
from visits.press_releases.proposing import propose
from visits.press_releases.saving import NEW, NOBODY, Saving
from visits.press_releases.text_extraction import NoText, text_hash, tidy


@dataclass
class Imported:
    """What became of one text; `visits` is empty where nothing was saved."""

    visits: list = field(default_factory=list)
    doubts: list = field(default_factory=list)
    was_there: bool = False


def import_text(text, register, user, today):
    try:
        text = tidy(text)
    except NoText as refusal:
        return Imported(doubts=[str(refusal)])
    found = propose(text, register, today)
    if same_release(user, text_hash(text), found.url):
        return Imported(was_there=True)
    told = Imported(doubts=obstacles(found))
    return told if told.doubts else _save(found, text_hash(text), user)


def obstacles(found):
    """Without these there is no draft."""
    if not found.proposal.is_visit:
        return ["ไม่ใช่ข่าวการตรวจเยี่ยม"]
    wanting = [] if found.rows.head["starts_on"] else ["ไม่พบวันที่ตรวจเยี่ยม"]
    return wanting + ([] if any(match.key for match in found.units) else ["ไม่พบหน่วยงานที่ตรวจเยี่ยมในทำเนียบ"])


def _save(found, digest, user):
    told = Imported()
    rows = found.rows
    rows.head["title"] = rows.head["title"] or "ข่าวประชาสัมพันธ์"
    _decide_stops(found, user, told.doubts)
    _decide_people(found, told.doubts)
    try:
        told.visits = Saving(rows, digest).save()
    except ValidationError as wrong:
        return Imported(doubts=[*told.doubts, *wrong.messages])
    return told


def _decide_stops(found, user, doubts):
    head = found.rows.head
    keys = [match.key for match in found.units if match.key]
    there = visits_on(user, keys, head["starts_on"], head["ends_on"])
    for row, match in zip(found.rows.stops, found.units, strict=True):
        row["keep"], row["unit"] = match.key is not None, match.key
        row["visit"] = str(there[match.key][0].pk) if there.get(match.key) else NEW
        if not row["keep"]:
            doubts.append(f"จุดตรวจเยี่ยมไม่แน่ชัด: {row.get('name') or 'ไม่ระบุ'}")


def _decide_people(found, doubts):
    """Who is known is tied to the register, who is not keeps the words of the text; one row a person, one lead."""
    seen, has_lead = set(), False
    for row, match in zip(found.rows.people, found.people, strict=True):
        row["official"] = match.key or NOBODY
        name = f"{row['first_name']} {row['last_name']}".strip()
        if match.key is None and row["keep"]:
            doubts.append(f"บุคคลไม่แน่ชัด: {name}")
        if match.key in seen or (match.key is None and not row["position"]):
            row["keep"] = False
        if row["keep"] and row["role"] == Role.LEAD:
            row["role"] = Role.COMPANION if has_lead else Role.LEAD
            has_lead = True
        if row["keep"] and match.key:
            seen.add(match.key)
