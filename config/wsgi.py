"""The site as a server runs it: over a database that exists, for a new one is made by `migrate` alone."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.stack_room import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = with_room(get_wsgi_application())
if connections.settings["default"]["ENGINE"] == "config.sqlite":
    connections.settings["default"]["OPTIONS"]["must_exist"] = True

# After the settings are in force: demonstration accounts or a database without Thai letters keep the site from starting.
from config.checks import refuse_faulty_database  # noqa: E402

refuse_faulty_database()
