"""Pages and files are for one reader, and a request under a wrong name of the site costs one line of the log."""

import pytest

from config.logs import LogLine
from config.tests.cast import a_visit

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]

ADDRESSES = [
    "/",
    "/calendar/",
    "/reports/register/",
    "/reports/register/report.csv",
    "/reports/register/report.xlsx",
    "/directives/",
    "/nowhere/",
    "/admin/visits/visit/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_and_no_file_is_kept_by_a_proxy(as_clerk, centre1, address):
    a_visit(centre1, "28/01/2566")
    response = as_clerk.get(address)
    response.close()
    assert "private" in response["Cache-Control"]


def test_a_page_that_says_more_itself_is_left_alone(client):
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]


def test_a_wrong_host_is_refused_with_one_line_and_no_traceback(client, caplog):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    lines = [LogLine("{message}", style="{").format(record) for record in caplog.records]
    assert [line.splitlines()[1:] for line in lines] == [[]] * len(lines)
    assert [line.split(":")[0] for line in lines if "evil.example" in line] == ["Invalid HTTP_HOST header"]
