"""Many texts at once: each is kept as a reading; what is certain becomes draft visits, all else waits for somebody."""

from dataclasses import dataclass, field
from datetime import date
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from config.thai.text import fold
from officials.models import User
from visits.matching.register_names import RegisterNames
from visits.models import NameKind, Reading, ReadingName, ReadingState, Role, Visit
from visits.press_releases.drafts import Draft, draft_of, same_release, visits_on
from visits.press_releases.saving import NEW, NOBODY, DraftSaver
from visits.press_releases.text_extraction import text_hash, tidy


@dataclass
class MatchedReading:
    """What became of one reading: the visits saved or added to, and sentences for the log."""

    reading: Reading | None
    visits: list[Visit] = field(default_factory=list)
    attached: list[Visit] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    recorded_before: bool = False


def import_text(
    text: str, register: RegisterNames, user: User, today: date, file_name: str = ""
) -> MatchedReading:
    """Keeps a text as a reading and saves it where nothing is in doubt; raises NoText."""
    text = tidy(text)
    digest = text_hash(text)
    reading = Reading.objects.filter(text_hash=digest).first()
    if reading and reading.state in (ReadingState.TAKEN, ReadingState.NO_VISIT):
        return MatchedReading(reading, recorded_before=reading.state == ReadingState.TAKEN)
    draft = draft_of(text, register, today)
    if same_release(user, digest, draft.url):
        return MatchedReading(reading, recorded_before=True)
    reading = reading or Reading(text=text, text_hash=digest, file_name=file_name[:255])
    try:
        return match_reading(reading, draft, register, user)
    except IntegrityError:
        # Somebody else brought the same text in at this moment; theirs stands.
        return MatchedReading(Reading.objects.filter(text_hash=digest).first(), recorded_before=True)


def match_again(
    register: RegisterNames, user: User, today: date, seconds: float = 5.0
) -> list[MatchedReading]:
    """Matches the readings marked by an answer anew, as many as fit into `seconds`; the others stay marked."""
    deadline, matched = monotonic() + seconds, []
    marked = Reading.objects.visible_to(user).undecided().filter(needs_matching=True)
    for pk in list(marked.values_list("pk", flat=True)):
        if monotonic() > deadline:
            break
        reading = Reading.objects.get(pk=pk)
        matched.append(match_reading(reading, draft_of(reading.text, register, today), register, user))
    return matched


@transaction.atomic
def match_reading(reading: Reading, draft: Draft, register: RegisterNames, user: User) -> MatchedReading:
    """Decides what the register decides; saves the visits or says why the reading waits."""
    head = draft.rows.head
    reading.title, reading.starts_on = head["title"], head["starts_on"]
    reading.needs_matching = False
    result = MatchedReading(reading)
    names: dict[tuple[str, str], ReadingName] = {}
    if not draft.proposal.is_visit:
        reading.state, doubts = ReadingState.NO_VISIT, list(draft.proposal.unclear)
    else:
        for name in [*decide_stops(draft, register), *decide_people(draft, register)]:
            names.setdefault((name.kind, name.key), name)
        doubts = [f"ไม่พบในทำเนียบ: {name.name}" for name in names.values()]
        reading.state = ReadingState.WAITING
        if not names:
            doubts = doubts_about(draft, user)
            reading.state = ReadingState.DOUBTFUL
        if not doubts:
            doubts = save_draft(result, reading, draft)
    reading.doubts = "\n".join(doubts)
    result.log += doubts
    reading.save()
    reading.names.all().delete()
    for name in names.values():
        name.reading = reading
    ReadingName.objects.bulk_create(names.values())
    return result


def decide_stops(draft: Draft, register: RegisterNames) -> list[ReadingName]:
    """Ties each place to its unit; gives the names that the register does not decide."""
    undecided = []
    for row, match in zip(draft.rows.stops, draft.units, strict=True):
        name = row.get("name") or ""
        row["keep"], row["unit"] = match.key is not None, match.key
        if match.key is None and name and not register.stays_as_written(NameKind.UNIT, name):
            details = {"name": name, "kind": row["kind"], "province": row.get("province")}
            undecided.append(
                ReadingName(kind=NameKind.UNIT, key=fold(name)[:250], name=name, details=details)
            )
    return undecided


def decide_people(draft: Draft, register: RegisterNames) -> list[ReadingName]:
    """Ties each person to the register or to the words of the text; one row a person, one lead."""
    undecided, seen, has_lead = [], set(), False
    for row, match in zip(draft.rows.people, draft.people, strict=True):
        name = f"{row['first_name']} {row['last_name']}".strip()
        row["official"] = match.key or NOBODY
        as_written = register.stays_as_written(NameKind.PERSON, name)
        if match.key is None and row["keep"] and not as_written:
            details = {
                key: row[key] for key in ("prefix", "academic_title", "first_name", "last_name", "position")
            }
            undecided.append(
                ReadingName(kind=NameKind.PERSON, key=fold(name)[:250], name=name[:250], details=details)
            )
        if match.key in seen or (match.key is None and not row["position"]):
            row["keep"] = False
        if row["keep"] and row["role"] == Role.LEAD:
            row["role"] = Role.COMPANION if has_lead else Role.LEAD
            has_lead = True
        if row["keep"] and match.key:
            seen.add(match.key)
    return undecided


def doubts_about(draft: Draft, user: User) -> list[str]:
    """What keeps a draft whose names are all decided from being saved, as Thai sentences."""
    head, rows = draft.rows.head, draft.rows
    doubts = [] if head["starts_on"] else ["ไม่พบวันที่ตรวจเยี่ยม"]
    if not any(row["keep"] for row in rows.stops):
        doubts.append("ไม่พบหน่วยงานที่ตรวจเยี่ยม")
    if draft.proposal.is_planned:
        doubts.append("ข่าวแจ้งกำหนดการล่วงหน้า โปรดตรวจว่าได้ตรวจเยี่ยมแล้วหรือไม่")
    units = [match.key for match in draft.units if match.key]
    recorded = visits_on(user, units, head["starts_on"], head["ends_on"])
    leads = [
        (row, match) for row, match in zip(rows.people, draft.people, strict=True) if row["role"] == Role.LEAD
    ]
    key, name = next(
        ((match.key, f"{row['first_name']} {row['last_name']}".strip()) for row, match in leads), (None, "")
    )
    for row in rows.stops:
        others = recorded.get(row["unit"], []) if row["keep"] else []
        agreeing = [other.visit for other in others if other.agrees_with(row.get("start_time"), key, name)]
        row["visit"] = str(agreeing[0].pk) if agreeing else NEW
        if others and not agreeing:
            doubts.append(f"มีการตรวจเยี่ยม {row['name']} ในวันเดียวกันแล้ว แต่หัวหน้าคณะและเวลาไม่ตรงกัน")
    return doubts


def save_draft(result: MatchedReading, reading: Reading, draft: Draft) -> list[str]:
    """Saves the draft of a reading; gives why it could not be saved."""
    head = draft.rows.head
    head["title"] = head["title"] or "ข่าวประชาสัมพันธ์"
    saver = DraftSaver(draft.rows, reading.text_hash)
    try:
        visits = saver.save()
    except ValidationError as wrong:
        return list(wrong.messages)
    result.visits = saver.new
    result.attached = [visit for visit in visits if visit not in saver.new]
    result.log = [f"แนบกับการตรวจเยี่ยมที่มีอยู่แล้ว: {visit.unit.label} {visit.days}" for visit in result.attached]
    reading.state, reading.press_release = ReadingState.TAKEN, saver.release
    return []
