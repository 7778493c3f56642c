"""What merging of people and posts does beyond moving keys: the other name stays a name by which the kept row is found."""

from django.db.models import Model

from officials.models import Official, OfficialAlias, Post
from units.merging import joined_names

LONGEST_ALIASES = 400


def official_aliases(kept: Official, dropped: Official) -> list[Model]:
    """Adds the merged person's name to the aliases of the one that is kept; returns what was added."""
    present = {kept.bare_name, *kept.aliases.values_list("alias", flat=True)}
    if dropped.bare_name in present:
        return []
    return [OfficialAlias.objects.create(official=kept, alias=dropped.bare_name[:250])]


def post_aliases(kept: Post, dropped: Post) -> list[Model]:
    """Writes the merged post's titles among the other titles of the one that is kept, unsaved."""
    kept.aliases = joined_names(kept.aliases, [dropped.title, dropped.aliases], kept.title, LONGEST_ALIASES)
    return []
