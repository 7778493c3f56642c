"""Admin classes only declare; a misspelt declaration is found here, for Django says nothing of it."""

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin

from config.forms.model_admin import TrackedAdmin, TrackedInline

OURS = {name for base in (TrackedAdmin, TrackedInline) for name in dir(base)}


def unknown_options(model_admin):
    """Public plain values of an admin class that no base class knows."""
    known = (
        OURS
        | set(dir(admin.ModelAdmin))
        | set(dir(InlineModelAdmin))
        | {"Media", "add_form", "change_password_form"}
    )
    own = {
        name
        for one in type(model_admin).__mro__
        for name in vars(one)
        if one.__module__.split(".")[0] in PACKAGES
    }
    return sorted(
        name for name in own - known if not name.startswith("_") and not callable(getattr(model_admin, name))
    )


PACKAGES = {"config", "units", "officials", "visits"}


def test_no_admin_option_is_misspelt():
    admins = [one for one in admin.site._registry.values() if type(one).__module__.split(".")[0] in PACKAGES]
    inlines = [inline(one.model, admin.site) for one in admins for inline in one.inlines]
    found = {type(one).__name__: unknown_options(one) for one in [*admins, *inlines]}
    assert {name: options for name, options in found.items() if options} == {
        "AccountAdmin": ["add_fieldsets"]
    }


def test_every_model_of_ours_that_staff_edit_has_its_admin():
    registered = {model.__name__ for model in admin.site._registry}
    assert {
        "Visit",
        "Trip",
        "Directive",
        "Official",
        "Post",
        "Appointment",
        "Unit",
        "Province",
        "User",
    } <= registered
