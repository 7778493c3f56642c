import re

import pytest
from django.contrib.admin import site
from django.template import Template
from django.template.context import Context
from django.urls import reverse

from config.tests.cast import a_directive, a_visit
from visits.models import Policy

DJANGO = Template("{% load admin_list %}{% result_list cl %}")
OURS = Template("{% load list_table %}{% list_table cl %}")


def tags(template, listed):
    return re.sub(
        r"\s*(<[^>]*>)\s*", r"\1\n", template.render(Context({"cl": listed, "opts": listed.opts}))
    ).strip()


@pytest.mark.parametrize("query", ["", "o=1", "o=-2.1", "_popup=1", "_to_field=id&_popup=1&o=1"])
def test_every_list_shows_what_django_shows(client, admin, centre1, nattapol, office_lampang, query):
    visit = a_visit(centre1, "28/01/2566", nattapol, summary="<b>&")
    a_directive(visit, to=[office_lampang], given_by=nattapol)
    Policy.objects.create(name="'<i>", starts_on="2024-01-01")
    client.force_login(admin)
    shown = 0
    for model in site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if listed := (client.get(f"{address}?{query}").context or {}).get("cl"):
            assert tags(OURS, listed) == tags(DJANGO, listed)
            shown += bool(listed.result_list)
    assert shown > 8
