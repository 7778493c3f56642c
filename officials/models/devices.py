"""The device of a sign-in, by the name that its owner knows."""

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


def device_of(user_agent: str) -> str:
    """“Chrome บน Windows”; never any of the text itself, which anybody may write."""
    program, machine = (
        next((name for piece, name in names if piece in user_agent), "") for names in (PROGRAMS, MACHINES)
    )
    return " บน ".join(filter(None, (program, machine))) or UNKNOWN
