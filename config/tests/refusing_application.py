"""An application that looks at its database while it is loaded, as `config.wsgi` does, for a process that has that one already."""

from config.checks import refuse_faulty_database

refuse_faulty_database()
application = None
