"""What a browser has to do for four pages: `python -m benchmarks.browsing`, on the filled database of DATABASE_URL.

Headless Chromium asks the running product: requests and kB of a first and of a second look, nodes of the page, how far its
layout shifts while it is loaded (at most 0.01); then what the look-ups of the form cost the processor (under 30 ms).
"""

import os
from shutil import which

from playwright.sync_api import Browser, sync_playwright

from benchmarks.measured_pages import MeasuredPage
from benchmarks.measuring import MOST, AskedAlone, FilledDatabase, serving
from visits.models import Attendance, Visit

PAGES = (
    MeasuredPage("front page", "/"),
    MeasuredPage("month", "/calendar/2024/01/"),
    MeasuredPage("visit form with 20 people", "/admin/visits/visit/{draft}/change/"),
    MeasuredPage("matrix", "/reports/centres/?fiscal_year=2567"),
)
LOOK_UPS = {
    "autocomplete of people": "model_name=attendance&field_name=official&term=กัลยา",
    "autocomplete of units": "model_name=visit&field_name=unit&term=อุตสาหกรรม",
}
SHIFTS = """() => new Promise((tell) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        sum += entry.hadRecentInput ? 0 : entry.value;
    })).observe({type: 'layout-shift', buffered: true});
    setTimeout(() => tell(sum), 300);
})"""
MOST_SHIFT, MOST_MS = 0.01, 30


def widen(visit: Visit, people: int = 20) -> None:
    """The same visit with so many people."""
    present = set(visit.attendances.values_list("official", flat=True))
    others = (
        Attendance.objects.exclude(official__in=present).order_by("pk").values_list("official", flat=True)
    )
    for order, official in enumerate(dict.fromkeys(others[:400]), 50):
        if len(present) >= people:
            return
        row = Attendance(visit=visit, official_id=official, role="guest", order=order)
        row.freeze()
        row.save()
        present.add(official)


def look(browser: Browser, address: str, cookie: str) -> str:
    """The cells of a page: requests and kB cold and warm, nodes, shift."""
    context = browser.new_context(locale="th-TH", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    cells = []
    for _ in range(2):
        sizes.clear()
        page.goto(address, wait_until="networkidle")
        cells += [str(len(sizes)), f"{sum(sizes) / 1000:.0f}"]
    shift = page.evaluate(SHIFTS)
    nodes = page.evaluate("document.getElementsByTagName('*').length")
    context.close()
    return " | ".join([*cells, f"{nodes:,}", f"{shift:.4f}{' missed' if shift >= MOST_SHIFT else ''}"])


def main() -> None:
    """Prints both tables."""
    with serving("measured", os.environ["DATABASE_URL"]) as server:
        database = FilledDatabase()
        widen(Visit.objects.get(pk=database.places["draft"]))
        cookie = database.cookie("clerk")
        print(
            "| page | requests | kB | requests again | kB again | nodes | shift |\n| --- | --- | --- | --- | --- | --- | --- |"
        )
        chromium = which("chromium-headless-shell") or which("chromium")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for page in PAGES:
                # An earlier look has collected what the server itself remembers.
                address = f"http://localhost:{server.port}{database.address(page)}"
                print(f"| {page.name} | {look(browser, address, cookie)} |", flush=True)
            browser.close()
        print("\n| look-up | processor ms |\n| --- | --- |")
        for name, query in LOOK_UPS.items():
            address = f"/admin/autocomplete/?app_label=visits&{query}"
            answers = AskedAlone(server, cookie, address)
            for _ in range(MOST):
                answers.ask()
            took = min(answers.processor)
            print(f"| {name} | {took:.1f}{' missed' if took >= MOST_MS else ''} |")


if __name__ == "__main__":
    main()
