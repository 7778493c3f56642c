"""The same file attached in more than one place."""

from collections.abc import Iterable

from officials.models import User
from visits.models import Attachment
from visits.models.attachment import OWNERS


def mark_duplicates(attachments: Iterable[Attachment], user: User) -> None:
    """Sets `duplicate` of each attachment: another one with the same content that the user may see, or None."""
    attachments = list(attachments)
    if not attachments:
        return
    like = Attachment.objects.visible_to(user).like(attachments)
    rows = list(like.select_related(*OWNERS, "progress__assignment__directive"))
    for attachment in attachments:
        attachment.duplicate = next(
            (row for row in rows if row.sha256 == attachment.sha256 and row.pk != attachment.pk), None
        )
