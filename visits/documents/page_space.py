"""How much fits on a sheet that must not grow: texts are measured before they are set."""

from math import ceil

from config.thai.width import FILLED, MM_IN_A_POINT, width_of

# Of the dense sheet, as in paper.css: points, and millimetres of the text and around that of a cell.
SIZE, WIDTH, AROUND = 9.2, 175, 3
INDENT = 10
# What the borders of a row of a table take, in lines.
BORDERS = 0.25


def lines(text, width):
    """Of a text of runs, in a column of so many millimetres; words are not cut, so a line is seldom full."""
    length = width_of("".join(map(str, text))) * SIZE * MM_IN_A_POINT
    return max(1, ceil(length / (width * FILLED)))


def row_lines(columns):
    """A function that tells how many lines the cells of a row take."""
    widths = [WIDTH * column.share / 100 - AROUND for column in columns]

    def high(cells):
        heights = [
            sum(lines(text, width) for text in cell) for cell, width in zip(cells, widths, strict=True)
        ]
        return max(heights) + BORDERS

    return high


def item_lines(text):
    return lines(text, WIDTH - INDENT)


class Room:
    """What one part leaves over, the next may take."""

    def __init__(self):
        self.spare = 0

    def take(self, rows, high, most):
        """The first rows that fit into `most` lines; one at least."""
        left, taken = most + self.spare, []
        for row in rows:
            height = high(row)
            if taken and height > left:
                break
            left -= height
            taken.append(row)
        self.spare = max(0, left)
        return taken
