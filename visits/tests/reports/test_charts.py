"""A chart is declared as figures: what is drawn, what stands in its table and what a screen reader says agree."""

import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from visits.documents.blocks import in_thai_digits
from visits.reports.charts import BARS, DOTS, LINE, LOOKS, STACKED, Chart, Series, steps_of

CHART = Chart(
    title="การตรวจเยี่ยม <ทดลอง>",
    kind=BARS,
    unit="แห่ง",
    head="เดือน",
    labels=("ต.ค.", "พ.ย.", "ธ.ค."),
    series=(Series("ปีนี้", (3, None, 12)), Series("ปีก่อน", (0, 5, 1200))),
)


def html_of(chart):
    return render_to_string("visits/reports/_chart.html", {"chart": chart})


def digits_in(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("kind", [BARS, STACKED, LINE, DOTS])
def test_no_letter_stands_in_a_drawing(kind):
    assert not [text for text in digits_in(replace(CHART, kind=kind).svg) if re.search("[^0-9,]", text)]


@pytest.mark.parametrize("kind", [BARS, STACKED, LINE, DOTS])
def test_a_drawing_is_a_picture_with_a_title_for_screen_readers(kind):
    svg = replace(CHART, kind=kind).svg
    assert svg.startswith('<svg viewBox="0 0 600 240" role="img" aria-label="การตรวจเยี่ยม &lt;ทดลอง&gt; (แห่ง)')


def test_the_table_below_holds_every_figure_and_a_dash_for_what_is_not_known():
    assert CHART.lines == [("ต.ค.", ["3", "0"]), ("พ.ย.", ["–", "5"]), ("ธ.ค.", ["12", "1,200"])]
    assert re.findall(r'<td class="number">([^<]*)</td>', html_of(CHART)) == [
        "3",
        "0",
        "–",
        "5",
        "12",
        "1,200",
    ]


def test_a_bar_is_as_high_as_its_figure():
    chart = replace(CHART, series=(Series("ปีนี้", (1, 2, 4)),))
    heights = [float(height) for height in re.findall(r'<rect[^>]* height="([0-9.]+)" fill', chart.svg)]
    assert [round(height / heights[0], 1) for height in heights] == [1, 2, 4]


def test_stacked_parts_stand_upon_each_other():
    chart = replace(CHART, kind=STACKED, series=(Series("ก", (2, 2, 2)), Series("ข", (1, 1, 1))))
    boxes = re.findall(r'y="([0-9.]+)" width="[0-9.]+" height="([0-9.]+)" fill', chart.svg)
    (below, _), (above, height) = boxes[0], boxes[1]
    assert float(above) + float(height) == pytest.approx(float(below), abs=0.2)
    assert [text for text in digits_in(chart.svg) if text == "3"] != []


def test_a_line_is_broken_off_where_nothing_is_known_yet():
    chart = replace(CHART, kind=LINE, series=(Series("เปิด", (1, 2, None)),))
    assert len(re.findall(r"translate", chart.svg)) == 2


def test_one_dot_stands_for_so_many_that_a_column_has_a_dozen_at_most():
    chart = replace(CHART, kind=DOTS, series=(Series("เรื่อง", (100, 9, 0)),))
    assert (chart.dot, chart.svg.count("<circle")) == (9, 12 + 1)


def test_series_are_told_apart_without_colours():
    assert len({(fill, path) for fill, path, *_ in LOOKS}) == len(LOOKS)
    assert len({(dashes, mark) for *_, dashes, mark in LOOKS}) == len(LOOKS)
    greys = [
        int(fill[1:3], 16) * 0.3 + int(fill[3:5], 16) * 0.6 + int(fill[5:], 16) * 0.1
        for fill, *_ in LOOKS[:3]
    ]
    assert min(abs(one - other) for one in greys for other in greys if one != other) > 40


def test_a_legend_names_more_than_one_series():
    assert [name for _, name in CHART.legend] == ["ปีนี้", "ปีก่อน"]
    assert replace(CHART, series=CHART.series[:1]).legend == []


def test_a_lying_chart_is_a_table_with_a_bar_in_each_row():
    chart = replace(CHART, kind=STACKED, lying=True, series=(Series("ก", (1, 1, 2)), Series("ข", (3, 1, 0))))
    widths = [re.findall(r'width="([0-9.]+)" height="14', bar) for _, bar, _ in chart.rows]
    assert widths == [["50.0", "150.0"], ["50.0", "50.0"], ["100.0"]]
    shares = replace(chart, as_shares=True)
    assert re.findall(r'width="([0-9.]+)" height="14', shares.rows[1][1]) == ["100.0", "100.0"]
    assert 'role="img"' not in html_of(chart)


def test_two_charts_on_a_page_do_not_share_a_hatching():
    assert CHART.key != replace(CHART, title="อื่น").key


def test_many_categories_have_a_word_below_some_of_them():
    chart = replace(CHART, labels=tuple(map(str, range(30))), series=(Series("ก", tuple(range(30))),))
    assert [label for label in chart.shown_labels if label] == [str(number) for number in range(0, 30, 3)]


def test_a_document_in_thai_digits_has_them_in_its_charts():
    chart = in_thai_digits(replace(CHART, labels=("พ.ศ. 2566", "ก", "ข")))
    assert (chart.labels[0], chart.lines[2][1]) == ("พ.ศ. ๒๕๖๖", ["๑๒", "๑,๒๐๐"])
    assert digits_in(chart.svg)[0] == "๐"


@pytest.mark.parametrize(
    ("largest", "steps"),
    [
        (1, [0, 1]),
        (7, [0, 2, 4, 6, 8]),
        (12, [0, 5, 10, 15]),
        (98_000, [0, 20_000, 40_000, 60_000, 80_000, 100_000]),
    ],
)
def test_a_scale_has_round_steps(largest, steps):
    assert steps_of(largest) == steps
