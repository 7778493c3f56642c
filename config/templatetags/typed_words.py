from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.context import RequestContext

from config.forms.saved_forms import NAME_FIELD, SAVED_COOKIE, is_internal, typed_names

register = template.Library()


@register.inclusion_tag("typed_words.html", takes_context=True)
def typed_words(
    context: RequestContext, record: Model | None = None, form: str = "", may_keep: bool = True
) -> dict[str, Any]:
    """Inside a form: the browser stores what is typed, offers it again later, and warns before the page is left.

    Words about an internal record, or where `may_keep` is false (personal data), are not stored. `form` distinguishes
    several forms at one address.
    """
    request = context["request"]
    posted = request.method == "POST"
    return {
        "form": form,
        "keeps": settings.KEEP_TYPED_WORDS and may_keep and not is_internal(record),
        "is_on": settings.KEEP_TYPED_WORDS,
        "came_back": posted,
        "names": ".".join(typed_names(request.POST.get(NAME_FIELD, ""))) if posted else "",
    }


@register.inclusion_tag("typed_words_script.html", takes_context=True)
def typed_words_script(context: RequestContext) -> dict[str, Any]:
    """The script for `typed_words`; on every page, because it also clears stored words at sign-out and after some days."""
    # A request refused before the authentication middleware has no user.
    user = getattr(context["request"], "user", None)
    return {
        "account": user.pk if user and user.is_authenticated else "",
        "is_on": settings.KEEP_TYPED_WORDS,
        "cookie": SAVED_COOKIE,
    }
