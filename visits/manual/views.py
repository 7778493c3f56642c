"""The manual: its contents with a search, and each chapter."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config import __version__
from officials.models.account import SignedInRequest
from officials.roles import ROLES
from visits.manual.chapters import BY_SLUG, CHAPTERS, ROLE_CHAPTERS, content_of, search

LONGEST_SEARCH = 200
# What news the reader has seen, on this device; reading writes nothing to the database.
NEWS_COOKIE = "news"
A_YEAR = 366 * 24 * 3600


@require_safe
def manual(request: SignedInRequest) -> HttpResponse:
    """The chapters, the reader's own roles first, and what a search finds."""
    groups = set(request.user.groups.values_list("name", flat=True))
    own = {role.code for role in ROLES if role.name in groups}
    query = request.GET.get("q", "")[:LONGEST_SEARCH]
    context: dict[str, Any] = {
        "title": "คู่มือการใช้งาน",
        "query": query,
        "matches": search(query),
        "own_roles": [
            (chapter, content_of(chapter.slug)) for chapter in ROLE_CHAPTERS if chapter.slug in own
        ],
        "other_roles": [
            (chapter, content_of(chapter.slug)) for chapter in ROLE_CHAPTERS if chapter.slug not in own
        ],
        "chapters": [(chapter, content_of(chapter.slug)) for chapter in CHAPTERS],
    }
    return render(request, "visits/manual/contents.html", context)


@require_safe
def manual_chapter(request: SignedInRequest, slug: str) -> HttpResponse:
    """One chapter; that of the news remembers on the reader's device which release it told of."""
    if slug not in BY_SLUG:
        raise Http404("ไม่มีบทนี้ในคู่มือ")
    chapter, content = BY_SLUG[slug], content_of(slug)
    context: dict[str, Any] = {"title": content.title, "content": content, "chapter": chapter}
    if chapter in CHAPTERS:
        place = CHAPTERS.index(chapter)
        context["before"] = CHAPTERS[place - 1] if place else None
        context["after"] = CHAPTERS[place + 1] if place + 1 < len(CHAPTERS) else None
    else:
        context["is_role"] = True
    response = render(request, "visits/manual/chapter.html", context)
    if slug == "news":
        response.set_cookie(
            NEWS_COOKIE,
            __version__,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response
