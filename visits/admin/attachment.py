"""Files and photographs, entered with what they belong to."""

from config.forms.model_admin import TrackedTabularInline
from config.forms.rows import RowFormSet
from config.kept_statements import KeptRows
from visits.admin.ordered_rows import OrderedForm, OrderedFormSet
from visits.attachments.uploads import prepared
from visits.models import Attachment


class FilesFormSet(OrderedFormSet):
    """Refuses a file that another row of the page holds already."""

    def clean(self) -> None:
        """Raises nothing; the second of two same files gets the refusal beside it."""
        super().clean()
        rows = [form for form in self.forms if form not in self.deleted_forms]
        known = {
            form.instance.sha256 for form in rows if form.instance.pk and "file" not in form.changed_data
        }
        for form in rows:
            file = form.cleaned_data.get("file") if "file" in form.changed_data else None
            if not file or not (fingerprint := prepared(file).sha256):
                continue
            if fingerprint in known:
                form.add_error("file", "ไฟล์นี้แนบไว้แล้วในแถวอื่น")
            known.add(fingerprint)


class FilesInline(TrackedTabularInline):
    """Files of a record; the subclasses say of which."""

    model = Attachment
    form = OrderedForm
    row_help = {
        "คำบรรยาย": "พิมพ์ใต้ภาพในรายงาน",
        "ใช้ภายในหน่วยงาน": "ไม่อยู่ในฉบับเผยแพร่",
    }
    formset: type[RowFormSet] = FilesFormSet
    fields = ["file", "caption", "kind", "order", "is_internal"]
    classes = ["files"]


class VisitFilesFormSet(FilesFormSet):
    """All files of a visit."""

    READ = KeptRows(Attachment.objects.all(), "visit")


class VisitFilesInline(FilesInline):
    """Files of a visit."""

    fk_name = "visit"
    formset = VisitFilesFormSet


class TripFilesInline(FilesInline):
    """Files of a trip."""

    fk_name = "trip"
