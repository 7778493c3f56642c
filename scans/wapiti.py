"""Lets wapiti attack the site as clerk and as unit officer: `python -m scans.wapiti`, in some seven minutes.

Fails where it finds what `explained.py` does not explain, where the site answered 500 or wrote a mistake into its log,
and where a session ended on the way, for then only the sign-in page was attacked.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scans.explained import why
from scans.throwaway import CHECKOUT, site

PROGRAM = CHECKOUT / ".venv-scan" / "bin" / "wapiti"
ACCOUNTS = ("clerk", "officer")
# Signing out or in would end the scan; files of the design are no pages. Print and PDF read the query string by the
# same filter as their page, and take the server longer.
LEFT_OUT = ("/admin/logout/", "/admin/login/", "/static/*", "/admin/jsi18n/", "*/print/*", "*.pdf*")
# Where a dialog of the admin goes back to; without them each link to it is the same page.
NO_INPUT = ("_popup", "_to_field", "_changelist_filters")
# Pages whose tables link to hundreds of others of their kind are followed a few links each ("paranoid").
PACE = ["--scan-force", "paranoid", "--tasks", "4", "--timeout", "60"]
# On a busy machine its own tasks lock each other out of the file where it keeps what it found; it begins anew then.
OWN_FAULT, ATTEMPTS = "sqlite3.OperationalError) database is locked", 3
CRAWL, ATTACK = 45, 12  # seconds at most, the second for each module
# A fault of a page, and of the server itself; that a request is refused is no mistake.
# Status, Retry-After, method and path of a line of the site's log of requests.
REQUEST = re.compile(r"^INFO \S+ \S+ access (\d+) (\S+) (\S+) (.*) \d+ ms$", re.MULTILINE)
MISTAKE = re.compile(r"^.*(?:Internal Server Error|\[ERROR\]|\[CRITICAL\]).*$", re.MULTILINE)


@dataclass(frozen=True)
class Round:
    """wapiti takes forms after all addresses, when its time is over; so they have a round of their own."""

    name: str
    modules: str
    left_out: tuple = ()


ROUNDS = (
    Round("queries", "cookieflags csp http_headers methods redirect crlf exec file sql timesql xss backup"),
    Round("forms", "csrf redirect crlf exec file sql timesql xss permanentxss upload", left_out=("*?*",)),
)


def main():
    with tempfile.TemporaryDirectory(prefix="field-visits-scan-") as name:
        folder = Path(name)
        with site(folder) as attacked, ThreadPoolExecutor(len(ACCOUNTS)) as attackers:
            found = attackers.map(lambda account: list(attack(attacked, account, folder)), ACCOUNTS)
            faults = [fault for one in found for fault in one]
        faults += faults_of(attacked)
        print("\n".join(faults) or "wapiti: nothing that is not explained")
    return 1 if faults else 0


def attack(attacked, account, folder):
    for one in ROUNDS:
        cookies = attacked.signed_in(account)
        own = folder / f"{account}-{one.name}"
        own.mkdir()
        run(attacked.address, cookies, one, own)
        yield from unexplained(account, json.loads((own / "report.json").read_text("utf-8")))
        if not attacked.knows(cookies):
            yield f"{account}: the session ended while {one.name} were attacked"


def run(address, cookies, one, own):
    command = [
        PROGRAM,
        "--url",
        f"{address}/",
        "--cookie-value",
        cookies,
        "--module",
        one.modules.replace(" ", ","),
    ]
    for left_out in (*LEFT_OUT, *one.left_out):
        command += ["--exclude", address + left_out]
    for name in NO_INPUT:
        command += ["--remove", name]
    # Every wrong one is refused before anything else of the form is looked at.
    command += ["--skip", "csrfmiddlewaretoken"]
    command += ["--max-scan-time", str(CRAWL), "--max-attack-time", str(ATTACK), *PACE]
    command += ["--store-session", own / "session", "--store-config", own / "config", "--flush-session"]
    command += ["--no-bugreport", "--verbose", "0", "--format", "json", "--output", own / "report.json"]
    for _ in range(ATTEMPTS):
        with (own / "log").open("wb") as log:
            ended = subprocess.run(command, check=False, stdout=log, stderr=log)
        output = (own / "log").read_text("utf-8", "replace")
        if not ended.returncode or OWN_FAULT not in output:
            break
    if ended.returncode:
        raise RuntimeError(output)


def unexplained(account, report):
    """One line a finding; the same finding on the same page under another parameter is another one."""
    for kind in ("vulnerabilities", "anomalies"):
        for name, rows in report[kind].items():
            for row in rows:
                if not why(name, row):
                    yield f"{account}: {name}: {row['method']} {row['path']} {row['parameter']}: {row['info']}"


def faults_of(attacked):
    """What the site itself noticed while it was attacked."""
    answers = REQUEST.findall(attacked.log.read_text("utf-8"))
    pages = {
        kind: len({page for _, _, method, page in answers if method == kind}) for kind in ("GET", "POST")
    }
    print(f"addresses attacked: {pages['GET']}, forms: {pages['POST']}, requests: {len(answers)}")
    statuses = Counter(status for status, *_ in answers)
    print("answers:", ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items())))
    for status, method, page in sorted({(one[0], *one[2:]) for one in answers if failed(*one[:2])}):
        yield f"the site failed: {status} {method} {page}"
    mistakes = MISTAKE.findall(attacked.log.read_text("utf-8"))
    yield from (f"the site's log: {line}" for line in sorted(set(mistakes)))


def failed(status, asked_again_after):
    """An export that waits for its turn says when to ask again ("-": no such head); that is no failure."""
    return status >= "500" and not (status == "503" and asked_again_after.isdigit())


if __name__ == "__main__":
    sys.exit(main())
