"""The party of a visit: everybody named, with the role the lists around them tell."""

from .posts import heads_an_office, organisation_of
from .proposal import Person
from .roles import COMPANION, HOST, LEAD, MENTIONED, Roles, read_lists
from .units import same_unit


def _heads(places):
    """Who heads the place visited first: received the party, even where the text only lists those present."""
    first = places[0].name if places else ""

    def is_head(mention):
        office = organisation_of(mention.position)
        return (
            bool(first) and len(office) > 8 and heads_an_office(mention.position) and same_unit(office, first)
        )

    return is_head


def _locals(places, province):
    name = province.name if province else None

    def is_local(mention):
        office = organisation_of(mention.position)
        return bool(name and name in mention.position) or any(
            len(office) > 8 and same_unit(office, place.name) for place in places
        )

    return is_local


def read_roles(reading, places, province):
    roles = Roles(_locals(places, province), _heads(places))
    lists, passing = read_lists(reading.clean, reading.mentions, reading.lead_line.start, reading.layout.end)
    roles.read(lists, passing)
    if roles.lead is None:
        earlier = read_lists(
            reading.clean, reading.mentions, reading.layout.body_start, reading.lead_line.start
        )
        roles.read(*earlier)
    return roles


def _person(reading, mention, role):
    found = reading.found(mention.position, *mention.position_at) if mention.position_at else None
    whole = reading.found(None, mention.start, mention.end)
    return Person(
        *(mention.title, mention.first, mention.last, mention.position, role),
        *(whole.words, whole.start, whole.end),
        position_found=found,
        unclear=_doubts(mention),
    )


def _doubts(mention):
    doubts = []
    if not mention.last:
        doubts.append("ไม่พบนามสกุล")
    if not mention.position:
        doubts.append("ไม่พบตำแหน่ง")
    if mention.shared:
        doubts.append("ใช้ตำแหน่งร่วมกับผู้มีชื่อถัดไป")
    return tuple(doubts)


_ORDER_OF_ROLES = (LEAD, COMPANION, HOST, MENTIONED)


def people_of(reading, roles):
    given = sorted(roles.roles.values(), key=lambda pair: (_ORDER_OF_ROLES.index(pair[1]), pair[0].start))
    return tuple(_person(reading, mention, role) for mention, role in given)


def hosts_of(roles):
    return [mention for mention, role in roles.roles.values() if role == HOST]
