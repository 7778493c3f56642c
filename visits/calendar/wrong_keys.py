"""Wrong keys of feeds, counted by the address they come from: nobody types a key, so many are a search.

A right key is let in from any address, for a whole office stands behind one.
"""

import logging

from officials.models.usage_log import Use, UseKind, address_of, note

MOST_IN_AN_HOUR = 20
AN_HOUR = 3600
log = logging.getLogger(__name__)


def too_many_wrong_keys(request):
    """Counts one more in the log of uses, which all processes share; of those that are too many nothing is written."""
    count = Use.objects.of_last_hour(address_of(request), UseKind.WRONG_KEY).count()
    if count >= MOST_IN_AN_HOUR:
        return True
    note(UseKind.WRONG_KEY, request, by_name="ไม่ระบุ")
    log.warning("wrong calendar key number %d from %s", count + 1, address_of(request))
    return False
