"""Rows of a record on its page: how they are read, what is not sent for them, and what is said where they are wrong."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from config.kept_statements import KeptRows
from config.occurring import KeptPrefetch, prefetch_occurring


class NotSent(forms.HiddenInput):
    """No box at all, for a value that the page need not send back."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Nothing."""
        return SafeString("")


class RowFormSet(forms.BaseInlineFormSet):
    """Rows of a record, with a sentence for errors in hidden fields.

    With `READ` and `READ_WITH` they and their relations are read by SQL that is built once, else as the inline says.
    """

    READ: KeptRows | None = None
    READ_WITH: tuple[KeptPrefetch, ...] = ()
    deletion_widget: Any = forms.CheckboxInput(attrs={"aria-label": "ลบแถวนี้"})

    def get_queryset(self) -> Any:
        """The rows in their order, read once."""
        rows: Any = self.queryset
        # Django asks for nothing where there is no record yet, or where the user may not see rows of the kind.
        if self.READ and not hasattr(self, "_queryset") and not rows.query.is_empty():
            self._queryset = self.READ.read([self.instance.pk], rows.db)
            prefetch_occurring(self._queryset, *self.READ_WITH)
        return super().get_queryset()

    def add_fields(self, form: Any, index: int | None) -> None:
        """Django's; the record of a row is that of the page, and no label or script looks for the box of its key."""
        super().add_fields(form, index)
        form.fields[self.fk.name].widget = NotSent()
        form.fields[self.model._meta.pk.name].widget.attrs["id"] = False

    def clean(self) -> None:
        """Adds an error where a posted row no longer exists."""
        super().clean()
        if any(form[name].is_hidden for form in self.forms for name in form.errors.keys() & form.fields):
            raise ValidationError("มีแถวที่ไม่มีอยู่แล้วหรือถูกเปลี่ยนแปลง กรุณาเปิดหน้านี้ใหม่ แล้วแก้ไขอีกครั้ง")

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Names the columns as the page does, where Django would name them as the code does."""
        columns = [self.model._meta.get_field(name) for name in unique_check if name != self.fk.name]
        return f"{' และ'.join(str(column.verbose_name) for column in columns)}ซ้ำกัน โปรดเหลือไว้แถวเดียว"

    def get_form_error(self) -> str:
        """Beside the second of two equal rows."""
        return "แถวนี้ซ้ำกับแถวก่อนหน้า"

    @cached_property
    def empty_form(self) -> forms.BaseForm:
        """The row that scripts copy, built once; the admin reads it five times a page."""
        return super().empty_form
