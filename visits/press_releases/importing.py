"""Drafts of many texts: only what is known for certain is taken, all else is a doubt that somebody looks at."""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from officials.models import User
from visits.matching.register_names import RegisterNames
from visits.models import Role, Visit
from visits.press_releases.drafts import Draft, draft_of, same_release, visits_on
from visits.press_releases.saving import NEW, NOBODY, DraftSaver
from visits.press_releases.text_extraction import NoText, text_hash, tidy


@dataclass
class ImportedText:
    """What became of one text: `visits` is empty where nothing was saved, `doubts` are Thai sentences."""

    visits: list[Visit] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    recorded_before: bool = False


def import_text(text: str, register: RegisterNames, user: User, today: date) -> ImportedText:
    """Saves what is certain of one text as draft visits."""
    try:
        text = tidy(text)
    except NoText as refusal:
        return ImportedText(doubts=[str(refusal)])
    draft = draft_of(text, register, today)
    if same_release(user, text_hash(text), draft.url):
        return ImportedText(recorded_before=True)
    doubts = _obstacles(draft)
    if doubts:
        return ImportedText(doubts=doubts)
    draft.rows.head["title"] = draft.rows.head["title"] or "ข่าวประชาสัมพันธ์"
    doubts = [*_decide_stops(draft, user), *_decide_people(draft)]
    try:
        return ImportedText(DraftSaver(draft.rows, text_hash(text)).save(), doubts)
    except ValidationError as wrong:
        return ImportedText(doubts=[*doubts, *wrong.messages])


def _obstacles(draft: Draft) -> list[str]:
    """Without these there is no draft."""
    if not draft.proposal.is_visit:
        return ["ไม่ใช่ข่าวการตรวจเยี่ยม"]
    missing = [] if draft.rows.head["starts_on"] else ["ไม่พบวันที่ตรวจเยี่ยม"]
    return missing + ([] if any(match.key for match in draft.units) else ["ไม่พบหน่วยงานที่ตรวจเยี่ยมในทำเนียบ"])


def _decide_stops(draft: Draft, user: User) -> list[str]:
    head = draft.rows.head
    keys = [match.key for match in draft.units if match.key]
    recorded = visits_on(user, keys, head["starts_on"], head["ends_on"])
    doubts = []
    for row, match in zip(draft.rows.stops, draft.units, strict=True):
        row["keep"], row["unit"] = match.key is not None, match.key
        row["visit"] = str(recorded[match.key][0].pk) if recorded.get(match.key) else NEW
        if not row["keep"]:
            doubts.append(f"จุดตรวจเยี่ยมไม่แน่ชัด: {row.get('name') or 'ไม่ระบุ'}")
    return doubts


def _decide_people(draft: Draft) -> list[str]:
    """Who is known is tied to the register, who is not keeps the words of the text; one row a person, one lead."""
    seen, has_lead, doubts = set(), False, []
    for row, match in zip(draft.rows.people, draft.people, strict=True):
        row["official"] = match.key or NOBODY
        if match.key is None and row["keep"]:
            doubts.append(f"บุคคลไม่แน่ชัด: {row['first_name']} {row['last_name']}".strip())
        if match.key in seen or (match.key is None and not row["position"]):
            row["keep"] = False
        if row["keep"] and row["role"] == Role.LEAD:
            row["role"] = Role.COMPANION if has_lead else Role.LEAD
            has_lead = True
        if row["keep"] and match.key:
            seen.add(match.key)
    return doubts
