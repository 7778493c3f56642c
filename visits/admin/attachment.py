"""Files and photographs, entered with what they hang on."""

from config.admin import TrackedTabularInline
from visits.admin.rows import OrderedForm, OrderedFormSet
from visits.models import Attachment


class FilesInline(TrackedTabularInline):
    model = Attachment
    form = OrderedForm
    formset = OrderedFormSet
    fields = ["file", "caption", "kind", "order", "is_internal"]
    classes = ["files"]


class VisitFilesInline(FilesInline):
    fk_name = "visit"


class TripFilesInline(FilesInline):
    fk_name = "trip"
