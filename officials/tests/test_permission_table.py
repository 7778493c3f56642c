"""The table of permissions in `docs/` says what the roles file says."""

from django.conf import settings

from officials.roles import permission_table


def test_the_table_in_the_docs_is_that_of_the_roles(db):
    """Parted? `python manage.py write_permissions` writes it anew."""
    assert (settings.BASE_DIR / "docs" / "permissions.th.md").read_text("utf-8") == permission_table()
