"""Addresses of sign-in and of the user's account. The sign-in page itself belongs to the admin site."""

from django.urls import path

from officials.sign_in import account_views, key_views, openid, second_factor_views, views
from officials.sign_in.session_middleware import still_here

urlpatterns = [
    path("admin/login/code/", views.code, name="sign_in_code"),
    path("admin/login/openid/", openid.start, name="openid"),
    path("admin/login/openid/back/", openid.back, name="openid_back"),
    path("admin/login/openid/leave/", openid.leave, name="openid_leave"),
    path("account/", account_views.own_account, name="own_account"),
    path("account/sessions/end/", account_views.end_others, name="sessions_end"),
    path("account/sessions/<str:mark>/end/", account_views.end_session, name="session_end"),
    path("account/keys/", key_views.own_keys, name="access_keys"),
    path("account/keys/<int:pk>/revoke/", key_views.revoke_key, name="access_key_revoke"),
    path("account/still-here/", still_here, name="still_here"),
    path("second-factor/", second_factor_views.page, name="second_factor"),
    path("second-factor/picture.svg", second_factor_views.picture, name="second_factor_picture"),
]
