"""A start collects the static files where one has changed, and else leaves them: it took four seconds each time."""

from pathlib import Path

import pytest

from config.collected_files import collect_changed_files

pytestmark = pytest.mark.one_database


def test_static_files_are_collected_again_only_where_one_has_changed(settings, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}")
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = str(tmp_path / "static"), [str(source)]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    assert collect_changed_files() is True
    assert collect_changed_files() is False
    first = set(Path(settings.STATIC_ROOT).glob("page.*.css"))
    (source / "page.css").write_text("a {color: red}")
    assert collect_changed_files() is True
    assert len(set(Path(settings.STATIC_ROOT).glob("page.*.css")) - first) == 1
    assert collect_changed_files() is False
