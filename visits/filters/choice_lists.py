"""The lists that a filter's form offers: provinces, policies, dimensions, programmes and activities."""

from collections import defaultdict
from operator import itemgetter
from typing import NamedTuple

from django.db import connection

# The lists of the form, which are the same for everybody who is signed in, in one look: to build a query for each takes longer
# than all answers. Behind code, name and cluster stands what each is sorted by.
LISTS = """
    SELECT 'province', code, name, cluster, sort_key, 0 FROM units_province
    UNION ALL SELECT 'policy', code, name, '', code, 0 FROM visits_policy
    UNION ALL SELECT 'dimension', dimension.code, dimension.name, '', policy.code, dimension."order"
    FROM visits_dimension dimension JOIN visits_policy policy ON policy.id = dimension.policy_id
    UNION ALL SELECT 'programme', CAST(id AS varchar(20)), CASE short_name WHEN '' THEN name ELSE short_name END, '', sort_key, id
    FROM visits_programme
    UNION ALL SELECT 'activity', code, name, '', '', "order" FROM visits_activity
"""


class ChoiceRow(NamedTuple):
    """A row of a list; of a province with its cluster."""

    code: str
    name: str
    cluster: str


def choice_lists() -> dict[str, list[ChoiceRow]]:
    """The rows of each list in their order."""
    lists: dict[str, list[ChoiceRow]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(LISTS)
        for name, *row in sorted(cursor.fetchall(), key=itemgetter(4, 5)):
            lists[name].append(ChoiceRow(*row[:3]))
    return lists
