"""The site as a server runs it: over a database that exists, for a new one is made by `migrate` alone."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.stack_room import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = with_room(get_wsgi_application())
if connections.settings["default"]["ENGINE"] == "config.sqlite":
    own = connections.settings["default"]
    own["OPTIONS"]["must_exist"] = True
    # To open the file again for each request took longer than the frame of a page: SQLite then reads all tables anew.
    own["CONN_MAX_AGE"], own["CONN_HEALTH_CHECKS"] = None, True

# After the settings are in force: demonstration accounts or a database without Thai letters keep the site from starting.
from config.checks import refuse_faulty_database  # noqa: E402

refuse_faulty_database()
