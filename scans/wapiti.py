"""Lets wapiti attack the site as clerk and as unit officer: `python -m scans.wapiti`, in some nine minutes.

Fails where it finds what `explained.py` does not explain, where the site answered 500 or wrote a mistake into its log,
and where the session ended on the way, for then only the sign-in page was attacked.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from scans.explained import why
from scans.throwaway import CHECKOUT, site

PROGRAM = CHECKOUT / ".venv-scan" / "bin" / "wapiti"
ACCOUNTS = ("clerk", "officer")
MODULES = "cookieflags csp http_headers csrf methods redirect crlf exec file sql timesql xss permanentxss upload backup"
CRAWL, ATTACK = 60, 20  # seconds at most, the second for each module
# Signing out or in would end the scan; files of the design are no pages. Print and PDF read the query string by the
# same filter as their page, and take the server longer.
LEFT_OUT = ("/admin/logout/", "/admin/login/", "/static/*", "/admin/jsi18n/", "*/print/*", "*.pdf*")
# Where a dialog of the admin goes back to; without them each link to it is the same page.
NO_INPUT = ("_popup", "_to_field", "_changelist_filters")
# A fault of a page, and of the server itself; that a request is refused is no mistake.
MISTAKE = re.compile(r"^.*(?:Internal Server Error|\[ERROR\]|\[CRITICAL\]).*$", re.MULTILINE)
# Pages whose tables link to hundreds of others of their kind are followed a few links each ("paranoid").
PACE = ["--scan-force", "paranoid", "--tasks", "4", "--timeout", "60"]


def main():
    with tempfile.TemporaryDirectory(prefix="field-visits-scan-") as folder:
        folder = Path(folder)
        with site(folder) as attacked:
            faults = [fault for account in ACCOUNTS for fault in attack(attacked, account, folder)]
        faults += faults_of(attacked)
        print("\n".join(faults) or "wapiti: nothing that is not explained")
    return 1 if faults else 0


def attack(attacked, account, folder):
    cookies = attacked.signed_in(account)
    report = folder / f"{account}.json"
    run(attacked.address, cookies, folder / account, report)
    found = json.loads(report.read_text("utf-8"))
    print(f"wapiti as {account}: {found['infos']['crawled_pages_nbr']} pages and forms")
    yield from unexplained(account, found)
    if not attacked.knows(cookies):
        yield f"{account}: the session ended during the scan"


def run(address, cookies, own, report):
    command = [
        PROGRAM,
        "--url",
        f"{address}/",
        "--cookie-value",
        cookies,
        "--module",
        MODULES.replace(" ", ","),
    ]
    command += [word for page in LEFT_OUT for word in ("--exclude", address + page)]
    command += [word for name in NO_INPUT for word in ("--remove", name)]
    command += ["--max-scan-time", str(CRAWL), "--max-attack-time", str(ATTACK), *PACE]
    command += ["--store-session", own / "session", "--store-config", own / "config", "--flush-session"]
    command += ["--no-bugreport", "--verbose", "0", "--format", "json", "--output", report]
    own.mkdir()
    with (own / "log").open("wb") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log)


def unexplained(account, report):
    """One line a finding; the same finding on the same page under another parameter is another one."""
    for kind in ("vulnerabilities", "anomalies"):
        for name, rows in report[kind].items():
            for row in rows:
                if not why(name, row):
                    yield f"{account}: {name}: {row['method']} {row['path']} {row['parameter']}: {row['info']}"


def faults_of(attacked):
    """What the site itself noticed while it was attacked."""
    answers = [line.split(" ", 2) for line in attacked.requests.read_text("utf-8").splitlines()]
    statuses = Counter(status for status, _, _ in answers)
    print(
        "answers of the site:", ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    )
    for answer in sorted({" ".join(answer) for answer in answers if answer[0] >= "500"}):
        yield f"the site failed: {answer}"
    mistakes = MISTAKE.findall(attacked.log.read_text("utf-8"))
    yield from (f"the site's log: {line}" for line in sorted(set(mistakes)))


if __name__ == "__main__":
    sys.exit(main())
