"""What all rows of a visit's page are offered and named by, read once for the page."""

from django.utils.functional import cached_property

from officials.models import Official, User
from visits.models import Dimension
from visits.models.policy import NamedDimension


class Offered:
    """What the user may choose; `people` are those read so far, by their keys."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.people: dict[int, Official] = {}

    @cached_property
    def dimensions(self) -> list[NamedDimension]:
        """Every dimension."""
        return Dimension.objects.visible_to(self.user).named()
