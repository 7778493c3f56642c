"""The description of the interfaces: valid OpenAPI, true of real answers, and a page for people that says the same."""

import json

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from config.tests.html import elements, texts
from config.tests.two_worlds import two_worlds
from officials.models import AccessKey
from visits.reports import REPORTS

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]
ADDRESS = "/api/openapi.json"


@pytest.fixture
def described(as_executive):
    return as_executive.get(ADDRESS).json()


def validator_of(described, pointer):
    """Of a schema within the description; none of them refers to another."""
    schema = described
    for part in pointer.strip("/").split("/"):
        schema = schema[part]
    return Draft202012Validator(schema)


def test_it_is_valid_openapi(described):
    validate(described)
    assert described["openapi"] == "3.1.0"


def test_every_report_is_described_as_json_and_csv_with_its_own_parameters(described):
    paths = {f"/reports/{report}/report.{kind}" for report in REPORTS for kind in ("json", "csv")}
    files = {"/reports/open-data.csv", "/reports/open-data-dictionary.csv"}
    assert described["paths"].keys() == paths | files
    operation = described["paths"]["/reports/directives/report.json"]["get"]
    own = {row["name"]: row for row in operation["parameters"] if "name" in row}
    assert {"state", "due", "as_at", "by"} <= own.keys()
    assert "overdue" in own["state"]["schema"]["enum"]
    common = described["components"]["parameters"]
    assert {"q", "province", "fiscal_year", "from", "to", "policy"} <= common.keys()
    assert common["official"]["schema"]["type"] == "array"


def test_real_answers_are_as_it_says(client, as_executive, executive, described):
    records = two_worlds()
    checked = {}
    for report in REPORTS:
        path = f"/reports/{report}/report.json"
        answer = json.loads(as_executive.get(path).getvalue())
        reference = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        pointer = reference["$ref"].removeprefix("#")
        errors = [error.message[:200] for error in validator_of(described, pointer).iter_errors(answer)]
        checked[report] = errors
        # A schema that says nothing would take this too.
        assert list(validator_of(described, pointer).iter_errors({**answer, "count": "many"}))
    assert [errors for errors in checked.values() if errors] == []
    people = records["person"][0].pk
    some = json.loads(as_executive.get(f"/reports/officials/report.json?official={people}").getvalue())
    assert list(validator_of(described, "/components/schemas/officials").iter_errors(some)) == []
    problem = as_executive.get("/reports/register/report.json?kind=castle").json()
    assert list(validator_of(described, "/components/schemas/Problem").iter_errors(problem)) == []
    assert list(validator_of(described, "/components/schemas/Problem").iter_errors({"status": "400"}))


def test_a_program_reads_it_with_its_key(client, executive):
    _, secret = AccessKey.make(executive, "โปรแกรม", timezone.localdate())
    response = client.get(ADDRESS, headers={"authorization": f"Bearer {secret}"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert client.get(ADDRESS).url.startswith("/admin/login/")


def test_the_page_names_every_report_field_and_parameter(as_executive, described):
    page = as_executive.get("/api/")
    codes = set(texts(page, "code"))
    for report in REPORTS:
        schema = described["components"]["schemas"][report]["properties"]["rows"]
        for kind in schema.get("anyOf", [schema]):
            assert kind["items"]["properties"].keys() <= codes
    assert described["components"]["parameters"].keys() <= codes
    assert [
        script["src"] for script, _ in elements(page, "script") if not script["src"].startswith("/static/")
    ] == []
