"""The Lampang day of 27 January 2566, entered by a clerk in a browser: 3 stops, 9 people, 4 directives.

Counts keystrokes, clicks and page loads; what the record itself says (purpose, texts) is not counted, everything else
is: dates, names that are looked up, Enter and Tab. `pytest benchmarks/tests/test_lampang_day.py` holds the figures to
their limits and `-s` prints them.
"""

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Response

MOST_KEYSTROKES, MOST_CLICKS, MOST_LOADS = 120, 40, 5
# As much of each name as tells the person apart.
PEOPLE = {
    "companion": ["ณัฐพล", "ณัฏฐิ", "วิษณุ"],
    "guest": ["สุภชัย", "พัชรี", "จันทนา", "สุรพล", "สกล"],
    "host": ["กิตติ"],
}
# Kind, text, giver where it is another than proposed, chips of units pressed, dimensions ticked.
DIRECTIVES = [
    ("policy", "ให้ใช้ประโยชน์ศูนย์ประชุมให้คุ้มค่าที่สุด", "", [], ["ความสำเร็จของธุรกิจ", "การดูแลชุมชนและสังคม"]),
    (
        "recommendation",
        "ให้หน่วยงานทั้งห้าแห่งร่วมกันจัดทำปฏิทินกิจกรรม",
        "ณัฏฐิ",
        ["ลำปาง", "เชียงใหม่", "ลำพูน", "ศภ.1"],
        ["ความสำเร็จของธุรกิจ", "การกระจายรายได้สู่ชุมชน"],
    ),
    (
        "recommendation",
        "ให้ปรับกิจกรรมไปสู่การท่องเที่ยวเชิงสร้างสรรค์",
        "",
        ["หน่วยงานเดียวกับข้อก่อน"],
        ["ความสำเร็จของธุรกิจ"],
    ),
    ("suggestion", "เสนอให้ใช้เป็นสนามจัดกีฬาอิเล็กทรอนิกส์", "สกล", [], ["การดูแลชุมชนและสังคม"]),
]
STOPS = ["สอจ.ลำปาง", "ธพว. ลำปาง"]


@dataclass
class Hands:
    """A clerk's hands on a page: everything that they do is done here and counted."""

    page: Page
    keystrokes: int = 0
    clicks: int = 0
    loads: int = field(default=0)

    def __post_init__(self) -> None:
        self.page.on("response", self.count_load)

    def count_load(self, response: Response) -> None:
        """Counts a page that the browser shows; a redirect is not one."""
        request = response.request
        if request.is_navigation_request() and not 300 <= response.status < 400:
            self.loads += 1

    def click(self, target: str) -> None:
        """Clicks the first visible element of a selector."""
        self.clicks += 1
        self.page.locator(target).first.click()

    def press(self, key: str) -> None:
        """Presses one key, with whatever is held down beside it."""
        self.keystrokes += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Types something that is not the record's own text."""
        self.keystrokes += len(text)
        self.page.keyboard.type(text)

    def write(self, text: str) -> None:
        """Types the record's own text, which is not counted."""
        self.page.keyboard.insert_text(text)

    def select(self, target: str, value: str) -> None:
        """Opens a list by a click and chooses by a letter."""
        self.clicks += 1
        self.keystrokes += 1
        self.page.select_option(target, value)

    def look_up(self, text: str) -> None:
        """Types into the look-up that has the focus, waits for the answer and takes the first one.

        The driver has no Thai keys, only Thai text: a look-up that a Thai key would open is opened by Enter.
        """
        closed = "() => document.activeElement.classList.contains('select2-selection--single')"
        if not text.isascii() and self.page.evaluate(closed):
            self.press("Enter")
            self.page.wait_for_function("() => document.activeElement.matches('.select2-search__field')")
        with self.page.expect_response(
            lambda answer: parse_qs(urlsplit(answer.url).query).get("term") == [text]
        ):
            self.type(text)
        self.page.locator(".select2-results__option--highlighted").first.wait_for()
        self.page.wait_for_function("() => !document.querySelector('.select2-results .loading-results')")
        self.press("Enter")


def wait_for_look_up(page: Page) -> None:
    """Waits until the form has put the focus on its first field, as a clerk would see it."""
    page.wait_for_function("() => document.activeElement.classList.contains('select2-selection')")


def enter_the_day(page: Page) -> Hands:
    """Enters the day from the empty form to the third stop saved; returns what was counted."""
    hands = Hands(page)
    page.goto("/admin/visits/visit/add/")
    wait_for_look_up(page)
    hands.look_up("MICE")
    hands.click("#id_starts_on")
    hands.type("27/1/2566")
    hands.click("#id_start_time")
    hands.type("13.30")
    hands.click("#id_purpose")
    hands.write("ถ่ายทอดนโยบายของกระทรวงและกำหนดแนวทางการใช้ศูนย์ประชุม")
    for place, (role, names) in enumerate(PEOPLE.items()):
        if place:
            hands.select("#id_add_role", role)
        hands.click("#id_add_people ~ .select2 .select2-search__field")
        for name in names:
            hands.look_up(name)
    for number, (kind, text, giver, chips, dimensions) in enumerate(DIRECTIVES):
        hands.click("#directives-group .add-row a")
        page.wait_for_function(f"() => document.activeElement.id === 'id_directives-{number}-text'")
        hands.write(text)
        hands.select(f"#id_directives-{number}-kind", kind)
        if giver:
            hands.click(f"#id_directives-{number}-given_by ~ .select2 .select2-selection")
            hands.look_up(giver)
        for chip in chips:
            hands.click(f"#directives-{number} .unit-chip:has-text('{chip}')")
        for dimension in dimensions:
            hands.click(f"#id_directives-{number}-in_dimensions label:has-text('{dimension}')")
    for stop in STOPS:
        hands.click("input[name=_next_stop]")
        page.wait_for_url("**/add/?from=*")
        wait_for_look_up(page)
        hands.look_up(stop)
    hands.click("input[name=_save]")
    page.locator(".messagelist .success").first.wait_for()
    return hands
