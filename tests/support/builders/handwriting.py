"""A page written by hand: letters of single strokes, joined within a word, none twice the same."""

import random

from PIL import Image, ImageDraw

WRITTEN = (
    "curriculum vitae",
    "mara lindqvist hafenstrasse hamburg",
    "work experience",
    "infrastructure engineer at nordlicht systems",
    "ran clusters and wrote scripts for forty services",
    "led the move to continuous delivery",
    "data pipeline engineer at hanse analytics",
    "education",
    "bachelor of science in computer science",
    "skills",
    "networks backups monitoring databases",
)
#: Where the pen goes: x and y of each point, in fifths of a small letter's height twice over; the line is at 0.
_STROKES = {
    letter: [tuple(map(float, point.split(","))) for point in points.split()]
    for letter, points in {
        "a": "3,3 1,3 0,1.5 1,0 3,1 3,3 3,0 4,0",
        "b": "0,6 0,0 2,0 3,1.5 2,3 0,2.5",
        "c": "3,2.6 1.5,3 0,1.5 1.5,0 3,.4",
        "d": "3,2.5 1,3 0,1.5 1,0 3,.7 3,6 3,0 4,0",
        "e": "0,1.5 3,1.7 2,3 .5,2.6 0,1 1.5,0 3,.5",
        "f": "3,5.5 2,6 1,5 1,-2 0,-2 2,2.5",
        "g": "3,2.7 1,3 0,1.5 1,0 3,1 3,3 3,-2 1,-2.5 0,-1.5",
        "h": "0,6 0,0 0,2 1.5,3 3,2 3,0 4,0",
        "i": "0,3 0,.5 .7,0 1.2,.3",
        "k": "0,6 0,0 0,1.2 2.5,3 1,1.6 3,0",
        "l": "0,6 0,.5 .8,0",
        "m": "0,3 0,0 0,2 1,3 2,2 2,0 2,2 3,3 4,2 4,0",
        "n": "0,3 0,0 0,2 1.5,3 3,2 3,0",
        "o": "1.5,3 0,1.5 1.5,0 3,1.5 1.5,3 3,3",
        "p": "0,3 0,-2.5 0,2 1.5,3 3,1.5 1.5,0 0,.5",
        "q": "3,2.5 1.5,3 0,1.5 1.5,0 3,1 3,3 3,-2.5 4,-1",
        "r": "0,3 0,0 0,2 1.5,3 2.5,2.7",
        "s": "2.6,2.6 1,3 .3,2 2.3,1 1.5,0 0,.4",
        "t": "1,5 1,.5 2,0 3,.5",
        "u": "0,3 0,1 1.2,0 3,1 3,3 3,0",
        "v": "0,3 1.5,0 3,3",
        "w": "0,3 1,0 2,2.5 3,0 4,3",
        "x": "0,3 3,0 1.5,1.5 3,3 0,0",
        "y": "0,3 1.5,.5 3,3 1,-2.5",
    }.items()
}
_UNIT, _LINE, _SLANT = 7, 75, 0.4  # pixels at 200 dpi, and how far a letter leans
_UNSTEADY = 0.19  # of a unit, by which a point lies beside where it should


def a_written_page(lines: tuple[str, ...] = WRITTEN, seed: int = 1) -> Image.Image:
    """The lines on white paper, in grey."""
    hand = random.Random(seed)
    page = Image.new("L", (1654, 300 + len(lines) * _LINE), 250)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        x, base = 130 + hand.uniform(-20, 20), 200 + number * _LINE + hand.uniform(-8, 8)
        last: list[tuple[float, float]] = []
        for letter in line:
            if letter == " ":
                x += 3.2 * _UNIT * hand.uniform(0.7, 1.4)
                last = []
                continue
            size = _UNIT * hand.uniform(0.76, 1.24)
            points = [
                (x + along * size + up * size * _SLANT, base - up * size)
                for along, up in (
                    (a + hand.gauss(0, _UNSTEADY), u + hand.gauss(0, _UNSTEADY)) for a, u in _STROKES[letter]
                )
            ]
            pen.line([*last, *_rounded(points)], fill=40, width=4, joint="curve")
            last = points[-1:]
            x = max(along - (base - up) * _SLANT for along, up in points) + _UNIT * 0.8
    return page


def _rounded(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points with a curve through them (Catmull and Rom)."""
    ends = [points[0], *points, points[-1]]
    return [
        (_between(t, *(p[0] for p in ends[at : at + 4])), _between(t, *(p[1] for p in ends[at : at + 4])))
        for at in range(len(points) - 1)
        for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]


def _between(t: float, a: float, b: float, c: float, d: float) -> float:
    return (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3) / 2
