"""Wrong keys of feeds, counted by the address they come from: nobody types a key, so many are a search.

A right key is let in from any address, for a whole office stands behind one.
"""

import logging

from django.core.cache import cache

MOST_IN_AN_HOUR = 20
AN_HOUR = 3600
log = logging.getLogger(__name__)


def too_many_wrong_keys(address):
    """Counts one more; the hour begins with the first."""
    name = f"wrong-feed-key:{address}"
    cache.add(name, 0, AN_HOUR)
    try:
        count = cache.incr(name)
    except ValueError:  # the hour ended between the two lines
        count = 1
    log.warning("wrong calendar key number %d from %s", count, address)
    return count > MOST_IN_AN_HOUR
