"""The table of permissions in `docs/` says what the roles file says."""

from django.conf import settings
from django.core.management import call_command


def test_the_table_in_the_docs_is_that_of_the_roles(db, monkeypatch, tmp_path, capsys):
    """Parted? `python manage.py write_permissions` writes it anew."""
    kept = (settings.BASE_DIR / "docs" / "permissions.th.md").read_text("utf-8")
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    call_command("write_permissions")
    assert (tmp_path / "docs" / "permissions.th.md").read_text("utf-8") == kept
    assert capsys.readouterr().out == "เขียน permissions.th.md แล้ว\n"
