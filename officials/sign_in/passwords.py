"""Rules for passwords, besides those of Django itself."""

import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

# The first that anybody would try at this office; the longer before those within them.
OFFICE_WORDS = (
    "ระบบติดตามการตรวจเยี่ยม",
    "กระทรวงอุตสาหกรรม",
    "ministryofindustry",
    "อุตสาหกรรม",
    "ตรวจเยี่ยม",
    "ประเทศไทย",
    "fieldvisit",
    "ลงพื้นที่",
    "รหัสผ่าน",
    "industry",
    "password",
    "thailand",
    "welcome",
    "diprom",
    "admin",
    "demo",
)


class LongEnough(MinimumLengthValidator):
    """Django's rule of length, with advice in Thai."""

    def get_help_text(self) -> str:
        """The rule in Thai, for the form."""
        return (
            f"รหัสผ่านต้องมีอย่างน้อย {self.min_length} ตัวอักษร ใช้คำหลายคำต่อกันที่จำได้ง่าย "
            "เป็นภาษาไทยหรือมีวรรคก็ได้ ไม่บังคับตัวพิมพ์ใหญ่หรืออักขระพิเศษ"
        )


class NotOfTheOffice:
    """No password of words that everybody here knows; figures and signs around such a word make it no harder to guess."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError for a password of nothing but such words."""
        rest = letters(password)
        for word in OFFICE_WORDS:
            rest = rest.replace(letters(word), "")
        if not rest:
            raise ValidationError(
                "รหัสผ่านนี้มีเพียงคำที่ใช้กันในหน่วยงานหรือไม่มีตัวอักษรเลย คาดเดาได้ง่าย", code="password_of_office"
            )

    def get_help_text(self) -> str:
        """The rule in Thai, for the form."""
        return "รหัสผ่านต้องไม่เป็นเพียงชื่อกระทรวงหรือคำที่ใช้กันในหน่วยงาน เช่น อุตสาหกรรม2569"


def letters(text: str) -> str:
    """The letters of a text in lower case, Thai vowels and tone marks included."""
    return "".join(sign for sign in text.casefold() if unicodedata.category(sign)[0] in "LM")
