"""Answers to programs that cannot be served: JSON as RFC 9457 describes it, with Thai sentences."""

from collections.abc import Sequence

from django.http import JsonResponse


def problem_response(
    status: int, title: str, sentences: Sequence[str] = (), *, retry_after: int | None = None
) -> JsonResponse:
    """`title` says what is wrong, `errors` holds a sentence for each part of it."""
    content = {"status": status, "title": title, "errors": list(sentences)}
    response = JsonResponse(
        content,
        status=status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
