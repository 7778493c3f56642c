"""What all rows of the visit's page share."""

from django import forms

from config.forms.model_admin import RowFormSet


class OrderedForm(forms.ModelForm):
    """A row whose place is typed; left blank, it comes last."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].required = False
        if not self.instance.order and not self.initial.get("order"):
            self.initial["order"] = None

    @property
    def media(self):
        """The same for all rows, yet the admin adds up the media of each: worked out once for the page."""
        kind = type(self)
        if "shared_media" not in vars(kind):
            kind.shared_media = super().media
        return kind.shared_media

    def clean_order(self):
        return self.cleaned_data["order"] or 0


class OrderedFormSet(RowFormSet):
    def last_order(self):
        return max((form.instance.order for form in self.forms), default=0)

    def save_new(self, form, commit=True):
        form.instance.order = form.instance.order or self.last_order() + 1
        return super().save_new(form, commit)
