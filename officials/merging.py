"""What merging of people and posts does beyond moving keys: the other name stays a name by which the target row is found."""

from django.db.models import Model

from officials.models import Official, OfficialAlias, Post
from units.merging import joined_names

LONGEST_ALIASES = 400


def official_aliases(target: Official, dropped: Official) -> list[Model]:
    """Adds the merged person's name to the aliases of the target; returns what was added."""
    present = {target.bare_name, *target.aliases.values_list("alias", flat=True)}
    if dropped.bare_name in present:
        return []
    return [OfficialAlias.objects.create(official=target, alias=dropped.bare_name[:250])]


def post_aliases(target: Post, dropped: Post) -> list[Model]:
    """Writes the merged post's titles among the other titles of the target, unsaved."""
    target.aliases = joined_names(
        target.aliases, [dropped.title, dropped.aliases], target.title, LONGEST_ALIASES
    )
    return []
