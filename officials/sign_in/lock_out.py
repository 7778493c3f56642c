"""What is answered instead of a sign-in after too many wrong passwords."""

from math import ceil

from axes.helpers import get_client_username
from django.shortcuts import render
from django.utils import timezone

from officials.sign_in.locks import LOCKED_FOR, locked_until


def locked_out(request, response, credentials):
    now = timezone.now()
    until = locked_until(get_client_username(request, credentials), request.axes_ip_address)
    until = until or now + LOCKED_FOR
    seconds = max(1, ceil((until - now).total_seconds()))
    page = {"title": "เข้าสู่ระบบไม่ได้ชั่วคราว", "until": until, "minutes": ceil(seconds / 60)}
    answer = render(request, "officials/sign_in/lockout.html", page, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
