"""The visit's page as a clerk fills it in: open, type, save, read what it says."""

import html
import re

from config.tests.forms import add_row, form_values

ADD = "/admin/visits/visit/add/"


def change(visit):
    return f"/admin/visits/visit/{visit.pk}/change/"


def opened(client, address):
    return form_values(client.get(address))


def new_visit(client, at, on="28/02/2567", **values):
    """The add page filled in with what a draft needs, and `values`."""
    return opened(client, ADD) | {"unit": at.pk, "starts_on": on} | values


def person(data, official, role="companion", **values):
    return add_row(data, "attendances", official=official.pk if official else "", role=role, **values)


def directive(data, text, **values):
    return add_row(data, "directives", **{"kind": "directive", "follow_up": "rounds", "text": text} | values)


def faults(response):
    """What the page says is wrong, each sentence once; empty when it was saved."""
    if response.status_code == 302:
        return []
    lists = re.findall(r'<ul class="errorlist.*?</ul>', response.content.decode(), re.S)
    sentences = [html.unescape(item) for one in lists for item in re.findall(r"<li>(.*?)</li>", one, re.S)]
    return list(dict.fromkeys(sentences))


def doubts(response):
    """Key -> sentence of the doubts that the page asks to accept."""
    found = re.findall(
        r'name="accept_doubt" value="([^"]+)".*?<label[^>]*>(.*?)<span', response.content.decode(), re.S
    )
    return {key: html.unescape(" ".join(text.split())) for key, text in found}
