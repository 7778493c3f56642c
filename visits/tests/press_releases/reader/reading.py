"""Invented releases and their labels: the text, a line "=== label", then one value a line."""

from pathlib import Path

FOLDER = Path(__file__).parent / "releases"
ROLES = ("lead", "companion", "host", "mentioned")


def names():
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def text_and_label(name):
    text, label = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("=== label\n")
    return text, dict_of(label)


def dict_of(label):
    expected = {"date": None, "time": None, "province": None, "units": [], "people": set()}
    for line in label.strip().splitlines():
        key, value = line.split(": ", 1)
        if key in ROLES:
            expected["people"].add((key, *value.split("|")))
        elif key == "unit":
            expected["units"].append(value)
        else:
            expected[key] = value
    return expected


def dict_of_proposal(proposal):
    label = proposal.as_label()
    people = {(p.role, p.title, p.first, p.last, p.position) for p in proposal.people}
    return {key: label[key] for key in ("date", "time", "province", "units")} | {"people": people}
