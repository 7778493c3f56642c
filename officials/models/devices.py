"""What a browser says of itself, in words that its owner knows it by."""

# The first that fits: most browsers also name those that they descend from.
PROGRAMS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Line/", "LINE"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
UNKNOWN = "ไม่ทราบอุปกรณ์"


def device_of(user_agent):
    """“Chrome บน Windows”; nothing of the text itself, which anybody may write."""
    program, machine = _first(PROGRAMS, user_agent), _first(MACHINES, user_agent)
    return " บน ".join(filter(None, (program, machine))) or UNKNOWN


def _first(names, user_agent):
    return next((name for part, name in names if part in user_agent), "")
