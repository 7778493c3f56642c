"""The steps of sign-off by their names, as the buttons take them."""

from visits.records.sign_off import STEPS, take


def submit(visit, by, seen=None):
    """เสนอตรวจสอบ: hands the record to those who certify."""
    return take(STEPS["submit"], visit, by, seen=seen)


def withdraw(visit, by, seen=None):
    """ดึงกลับ: takes a submitted record back."""
    return take(STEPS["withdraw"], visit, by, seen=seen)


def return_for_correction(visit, by, remark, seen=None):
    """ส่งกลับแก้ไข: sends a submitted record back with a remark."""
    return take(STEPS["return"], visit, by, remark, seen)


def certify(visit, by, seen=None):
    """รับรองข้อมูล: freezes wording and numbers the record."""
    return take(STEPS["certify"], visit, by, seen=seen)


def reopen(visit, by, reason, seen=None):
    """เปิดแก้ไข: lets a certified record be corrected; it keeps its number."""
    return take(STEPS["reopen"], visit, by, reason, seen)
