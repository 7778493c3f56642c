"""How prefix and name of a person stand together; plain values in, text out.

The Royal Society's rule: นาย, นาง, นางสาว, titles of descent and ดร. stand close to the name, a rank, a professorship or a
foreign title has a blank behind it.
"""

# Prefixes that people type in front of a name in a search box; the longer before those within them.
PREFIXES = (
    "ว่าที่ร้อยตรี", "ว่าที่ร.ต.", "นางสาว", "น.ส.", "นาง", "นาย", "ดร.", "ผศ.", "รศ.", "ศ.",
)  # fmt: skip
# Read at the end of a prefix, so that พลตำรวจเอก หม่อมหลวง is one of them.
CLOSE_TO_NAME = (
    "นาย", "นาง", "นางสาว", "น.ส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "คุณ", "คุณหญิง", "ท่านผู้หญิง",
    "หม่อม", "หม่อมเจ้า", "หม่อมราชวงศ์", "หม่อมหลวง", "ม.จ.", "ม.ร.ว.", "ม.ล.", "ดร.",
)  # fmt: skip


def with_prefix(prefix: str, name: str) -> str:
    """The name behind its prefix, such as นายสมชาย ใจดี or พลเอก สมชาย ใจดี; the name alone without a prefix."""
    prefix = prefix.strip()
    if not prefix or prefix.endswith(CLOSE_TO_NAME):
        return f"{prefix}{name}"
    return f"{prefix} {name}"
