# `make run` starts the site, `make demo` one full of invented visits, `make test` checks it, `make scan` attacks it, `make install-test` installs it; each sets itself up and asks nothing.

PORT ?= 8000
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
python := .venv/bin/python
pip := $(python) -m pip install --quiet --disable-pip-version-check
# The last is a typeface for letters that Sarabun lacks (Chinese, Japanese, Korean, ㎡).
pango := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-droid-fallback
has_pango := test -e /usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf && $(python) -c 'from ctypes import CDLL; [CDLL(f"lib{name}.so.0") for name in \
	("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")]' 2>/dev/null

# Thai is printed whatever the shell's language is.
export PYTHONUTF8 := 1

.PHONY: run test scan audit s3-test failover-test install-test lint bench bench-growth bench-memory bench-browser demo pictures
.DELETE_ON_ERROR:

run: .venv/run.stamp .env
	@$(python) manage.py prepare --port $(PORT)
	@exec $(python) manage.py serve --port $(PORT)

# An invented office in a database of its own (demo.sqlite3); what `make run` keeps is not touched.
demo: export INVENTED := 1
demo: export DEMO := 1
demo: run

test: .venv/test.stamp .env
	@.ci/test

scan: .venv/test.stamp .venv-scan/stamp
	@.ci/scan

# Known holes in what the site stands on; wants a way to pypi.org, and says so where there is none.
audit: .venv/test.stamp .venv-scan/stamp
	@.ci/audit

# Times of every page and file on both databases, noted in benchmarks/results.md; some 15 minutes. What a page costs beside
# 20,000 visits when there are 200,000, in an hour; what the server holds, in a quarter of one.
bench: .venv/test.stamp
	@env $(measured) .ci/postgresql $(python) -m benchmarks.run

bench-growth: .venv/test.stamp
	@env $(measured) .ci/postgresql $(python) -m benchmarks.run --growth --visits 200000

bench-memory: .venv/test.stamp
	@env $(measured) .ci/postgresql $(python) -m benchmarks.run --memory

# Files of records in a bucket of moto's S3 service, which answers over HTTP in a process of its own; on both databases.
s3-test: .venv/test.stamp
	@env $(suite) $(python) -m pytest -q -m scan config/tests/test_files_in_a_bucket.py
	@env $(suite) .ci/postgresql $(python) -m pytest -q -m scan config/tests/test_files_in_a_bucket.py

# Replicas stopped, the primary killed, one promoted, under load; then the site behind a real pgbouncer. Loopback only, some five minutes.
failover-test: .venv/test.stamp
	@command -v pgbouncer >/dev/null || .ci/install pgbouncer
	@env $(suite) $(python) -m scans.failover_drill
	@env $(suite) .ci/postgresql $(python) -m scans.pooling_drill

# The pictures of the manual, anew.
pictures: .venv/test.stamp
	@env $(suite) $(python) -m pytest -q config/tests/stories/pictures.py

bench-browser: .venv/test.stamp
	@env $(measured) .ci/postgresql $(python) -m benchmarks.run --browser

# As root: follows docs/install.en.md in a bare Debian that debootstrap makes, some five minutes; DEBIAN=13 for the newer one.
install-test: .venv/test.stamp
	@command -v debootstrap >/dev/null || .ci/install debootstrap
	@$(python) -m scans.install_drill --debian $(or $(DEBIAN),12)

# The settings are checked as they stand on a server: behind HTTPS, without debugging.
lint: .venv/test.stamp
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@env $(server) $(python) -m mypy & types=$$!; \
	env $(server) $(python) manage.py makemigrations --check --dry-run && \
	env $(server) $(python) manage.py check --deploy --fail-level WARNING; checked=$$?; \
	wait $$types && exit $$checked

measured = DEBUG=0 DEMO=0 HTTPS=0 OPENID_ISSUER= OPENID_CLIENT_ID= OPENID_CLIENT_SECRET= CSRF_TRUSTED_ORIGINS= \
	SECRET_KEY=what-is-measured-needs-no-secret-but-the-settings-want-fifty-characters

suite = DEBUG=0 DEMO=0 HTTPS=0 DATABASE_URL= ALLOWED_HOSTS=localhost CSRF_TRUSTED_ORIGINS= \
	SECRET_KEY=tests-need-no-secret-but-the-settings-want-fifty-characters

server = DEBUG=0 DEMO=0 HTTPS=1 ALLOWED_HOSTS=field.example.go.th DATABASE_URL=sqlite://:memory: \
	SECRET_KEY=$$($(python) -c 'import secrets; print(secrets.token_urlsafe(60))')

# Without Pango everything but the PDF button works, so a refusal is no failure.
.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo 'กำลังติดตั้งส่วนประกอบ (ครั้งแรกใช้เวลาประมาณ 1-2 นาที)'
	@$(pip) -r requirements.txt
	@$(has_pango) || .ci/install $(pango) || \
		echo 'ยังออกรายงาน PDF ไม่ได้ ผู้ดูแลระบบติดตั้งเพิ่มได้ด้วย: apt-get install $(pango)'
	@touch $@

.venv/test.stamp: requirements-dev.txt .venv/run.stamp
	@$(pip) -r requirements-dev.txt
	@touch $@

.venv-scan/stamp: requirements-scan.txt | .venv/bin/python
	@$(python) -m venv .venv-scan
	@.venv-scan/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-scan.txt
	@touch $@

.venv/bin/python:
	@test -n '$(PYTHON)' || { echo 'ต้องมี Python 3.11 ขึ้นไป (Python 3.11 or newer is needed)'; exit 1; }
	@$(PYTHON) -m venv .venv || { .ci/install python3-venv && $(PYTHON) -m venv .venv; }

.env: | .venv/bin/python
	@umask 077 && $(python) -c 'import secrets; print(f"SECRET_KEY={secrets.token_urlsafe(60)}\nDEMO=1\nDEBUG=0")' > $@
