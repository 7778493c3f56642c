"""What wapiti reports though it is meant to be so; docs/security.md says the same at more length."""

EXPLAINED = {
    "Secure Flag cookie": "the scanned site answers without TLS; with HTTPS=1 both cookies are secure (check --deploy)",
}


def why(name, row):
    return EXPLAINED.get(name)
