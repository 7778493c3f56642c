"""The data-entry page of a province."""

import pytest

from config.tests.cast import client_of, province
from config.tests.forms import form_values
from config.tests.html import links, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["31/02/2566", "", "a b", "TH-50"])
def test_a_refused_code_leaves_the_page_and_its_link_as_they_were(admin, code):
    row, _ = province("TH-52"), province("TH-50")
    client, address = client_of(admin), f"/admin/units/province/{province('TH-52').pk}/change/"
    values = form_values(client.get(address)) | {"code": [code], "name": [""], "_save": ["บันทึก"]}
    response = client.post(address, values)
    assert (response.status_code, texts(response, "ul", class_="errorlist") != []) == (200, True)
    assert "/provinces/TH-52/before/" in links(response)
    row.refresh_from_db()
    assert row.code == "TH-52"
