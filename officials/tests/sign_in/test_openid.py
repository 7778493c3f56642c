"""Sign-in with the ministry's own account, against a real provider and against one that answers rubbish."""

import json
import re
import shutil
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import requests
from django.contrib.auth.models import Group
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from config.tests.browser import leave_out
from config.tests.html import elements, texts
from officials.models import RequiredFactor
from officials.models.identity import UNKNOWN, Identity
from officials.sign_in.openid import CANCELLED, NO_ANSWER, STALE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FOLDER = Path(__file__).parent / "openid"
HERE = "http://testserver"
START, BACK, LOGIN = "/admin/login/openid/", "/admin/login/openid/back/", "/admin/login/"
MAIL = "prasert@industry.example"
PEOPLE = {
    "prasert": {"email": MAIL, "email_verified": True},
    "successor": {"email": MAIL, "email_verified": True},
    "unverified": {"email": MAIL, "email_verified": False},
    "stranger": {"email": "stranger@elsewhere.example", "email_verified": True},
}


@pytest.fixture(scope="module")
def issuer():
    """The provider of the package `oidc-provider`, a process of its own on a free port."""
    node = shutil.which("node")
    if not node or not (FOLDER / "node_modules" / "oidc-provider").exists():
        leave_out("needs Node and: npm ci --prefix officials/tests/sign_in/openid")
    command = [node, "provider.mjs", HERE + BACK, HERE + LOGIN, json.dumps(PEOPLE)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=FOLDER, text=True, **pipes) as provider:  # noqa: S603 - of this folder
        yield provider.stdout.readline().strip()
        provider.stdin.close()


def configure(settings, issuer):
    settings.OPENID_ISSUER = issuer
    settings.OPENID_CLIENT_ID = "field-visits"
    settings.OPENID_CLIENT_SECRET = "known-to-the-tests-only"


@pytest.fixture
def provider(settings, issuer):
    configure(settings, issuer)


@pytest.fixture
def prasert(executive):
    executive.email = MAIL.capitalize()
    executive.save()
    return executive


def at_the_provider(address, login):
    """What a person does there: the name, then consent; the address that leads back to the site."""
    with requests.Session() as browser:
        page = followed(browser, browser.get(address, allow_redirects=False))
        for data in ({"prompt": "login", "login": login, "password": "x"}, {"prompt": "consent"}):
            form = re.search(r'action="([^"]+)"', page.text)[1]
            page = followed(browser, browser.post(form, data, allow_redirects=False))
    return page.headers["Location"].removeprefix(HERE)


def followed(browser, page):
    """Along the provider's own redirects, up to the one that leads back."""
    while page.is_redirect and not page.headers["Location"].startswith(HERE):
        page = browser.get(urljoin(page.url, page.headers["Location"]), allow_redirects=False)
    return page


def come_in(login, then="/"):
    client = Client()
    address = client.get(START, {"next": then}).url
    return client, client.get(at_the_provider(address, login))


def sentence(response):
    return (response.status_code, texts(response, "p")[0])


def test_without_a_provider_the_sign_in_page_says_nothing_of_it(client):
    assert [one for one in elements(client.get(LOGIN), "a") if "openid" in one[0].get("href", "")] == []


def test_a_person_of_the_provider_comes_into_the_own_account_and_only_there(provider, prasert, clerk):
    page = Client().get(f"{LOGIN}?next=/calendar/%3Fq=a%26b")
    [link] = [attrs["href"] for attrs, text in elements(page, "a") if text == "เข้าสู่ระบบด้วยบัญชีกลาง"]
    assert link == "/admin/login/openid/?next=%2Fcalendar%2F%3Fq%3Da%26b"

    client, response = come_in("prasert", "/calendar/?province=TH-50")
    assert response.url == "/calendar/?province=TH-50"
    assert client.get("/").context["user"] == prasert
    [identity] = Identity.objects.all()
    assert (identity.user, identity.subject) == (prasert, "prasert")
    assert identity.history.get().history_user == prasert

    clerk.email = MAIL
    clerk.save()
    prasert.email = ""
    prasert.save()
    client, response = come_in("prasert", "https://elsewhere.example/")
    assert (response.url, client.get("/").context["user"]) == ("/", prasert)

    for somebody in ("stranger", "unverified"):
        client, response = come_in(somebody)
        assert sentence(response) == (403, UNKNOWN)
        assert client.get("/").status_code == 302
    prasert.is_active = False
    prasert.save()
    assert sentence(come_in("prasert")[1]) == (403, UNKNOWN)


def test_an_e_mail_address_that_has_passed_on_opens_nothing(provider, prasert):
    come_in("prasert")
    assert sentence(come_in("successor")[1]) == (403, UNKNOWN)
    assert Identity.objects.count() == 1


def test_the_answer_is_good_once_and_in_the_browser_that_asked(provider, prasert):
    client = Client()
    back = at_the_provider(client.get(START).url, "prasert")
    assert sentence(Client().get(back)) == (400, STALE)
    assert client.get(back).url == "/"
    assert sentence(client.get(back)) == (400, STALE)


def test_the_second_factor_is_asked_for_here_too(provider, prasert):
    RequiredFactor.objects.create(group=Group.objects.get(name="ผู้บริหาร"))
    client, _ = come_in("prasert")
    assert client.get("/").url == "/second-factor/"


def test_the_provider_can_be_left_too_and_a_cancelled_sign_in_is_told(provider, issuer, client):
    left = urlsplit(client.get("/admin/login/openid/leave/").url)
    assert f"{left.scheme}://{left.netloc}" == issuer
    assert parse_qs(left.query)["post_logout_redirect_uri"] == [HERE + LOGIN]
    page = client.get(BACK, {"error": "access_denied", "state": "x"}, follow=True)
    assert texts(page, "li") == [CANCELLED]


class Liar(BaseHTTPRequestHandler):
    """A provider that answers what `server.answers` holds for a path."""

    def do_GET(self):
        body = self.server.answers.get(self.path, "?")
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write((body if isinstance(body, str) else json.dumps(body)).encode())

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture
def liar(settings):
    with ThreadingHTTPServer(("127.0.0.1", 0), Liar) as server:
        issuer = f"http://127.0.0.1:{server.server_port}"
        configure(settings, issuer)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        server.key, server.answers = ECKey.generate_key("P-256", {"kid": "1"}), {}
        server.answers["/.well-known/openid-configuration"] = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/me",
            "jwks_uri": f"{issuer}/keys",
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        }
        server.answers["/keys"] = {"keys": [server.key.as_dict(private=False)]}
        yield server
        server.shutdown()


def answer(server, claims=None, header=None, key=None, me=None):
    """One sign-in at which the provider says this; everything left out is right."""
    client = Client()
    query = parse_qs(urlsplit(client.get(START).url).query)
    statements = {
        "iss": issuer_of(server),
        "aud": "field-visits",
        "sub": "prasert",
        "nonce": query["nonce"][0],
    }
    statements |= {"iat": int(time.time()), "exp": int(time.time()) + 60} | (claims or {})
    signed = header or {"alg": "ES256", "kid": "1"}
    token = jwt.encode(signed, statements, key or server.key, algorithms=[signed["alg"]])
    server.answers["/token"] = {"access_token": "a", "token_type": "Bearer", "id_token": token}
    server.answers["/me"] = {"sub": "prasert", **PEOPLE["prasert"]} if me is None else me
    response = client.get(BACK, {"code": "c", "state": query["state"][0]})
    return client, response


def issuer_of(server):
    return server.answers["/.well-known/openid-configuration"]["issuer"]


def test_a_provider_that_lies_lets_nobody_in(liar, prasert):
    assert answer(liar)[1].url == "/"
    shared = OctKey.import_key("known-to-the-tests-only-and-made-long-enough")
    lies = [
        {"claims": {"aud": "another-client"}},
        {"claims": {"aud": "another-client", "azp": "field-visits"}},
        {"claims": {"iss": "https://elsewhere.example"}},
        {"claims": {"nonce": "another"}},
        {"claims": {"exp": 1}},
        {"claims": {"sub": None}},
        {"key": ECKey.generate_key("P-256")},
        {"header": {"alg": "HS256"}, "key": shared},
        {"me": {"sub": "somebody else", **PEOPLE["prasert"]}},
        {"me": "<html>"},
        {"me": []},
    ]
    for lie in lies:
        client, response = answer(liar, **lie)
        assert sentence(response) == (502, NO_ANSWER), lie
        assert client.get("/").status_code == 302
    liar.answers["/token"] = ["no token"]
    client = Client()
    state = parse_qs(urlsplit(client.get(START).url).query)["state"][0]
    assert sentence(client.get(BACK, {"code": "c", "state": state})) == (502, NO_ANSWER)


@pytest.mark.parametrize("metadata", ["<html>", [], {}, {"issuer": "https://elsewhere.example"}])
def test_a_provider_with_wrong_metadata_is_refused(liar, client, metadata):
    liar.answers["/.well-known/openid-configuration"] = metadata
    assert sentence(client.get(START)) == (502, NO_ANSWER)


def test_a_provider_that_is_down_is_said(settings, client):
    configure(settings, "http://127.0.0.1:9")
    assert sentence(client.get(START)) == (502, NO_ANSWER)
    assert sentence(client.get("/admin/login/openid/leave/")) == (502, NO_ANSWER)
