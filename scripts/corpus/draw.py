"""Small drawn pictures, compressed by libjpeg-turbo's cjpeg (integer DCT: the same everywhere)."""

from __future__ import annotations

import math
import subprocess

Colour = tuple[int, int, int]


def mix(a: Colour, b: Colour, share: float) -> Colour:
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b))  # type: ignore[return-value]


class Canvas:
    def __init__(self, width: int, height: int, top: Colour, bottom: Colour):
        self.width, self.height = width, height
        self.pixels = bytearray()
        for y in range(height):
            self.pixels += bytes(mix(top, bottom, y / (height - 1))) * width

    def span(self, y: int, left: float, right: float, colour: Colour) -> None:
        first, last = max(0, round(left)), min(self.width, round(right))
        if 0 <= y < self.height and first < last:
            at = 3 * (y * self.width + first)
            self.pixels[at : at + 3 * (last - first)] = bytes(colour) * (last - first)

    def rectangle(self, left: int, top: int, right: int, bottom: int, colour: Colour) -> None:
        for y in range(top, bottom):
            self.span(y, left, right, colour)

    def disc(self, x: int, y: int, radius: int, colour: Colour) -> None:
        for row in range(-radius, radius + 1):
            half = math.sqrt(radius * radius - row * row)
            self.span(y + row, x - half, x + half, colour)

    def glow(self, x: int, y: int, radius: int, colour: Colour, strength: float = 0.6) -> None:
        for row in range(max(0, y - radius), min(self.height, y + radius)):
            for column in range(max(0, x - radius), min(self.width, x + radius)):
                distance = math.hypot(column - x, row - y) / radius
                if distance < 1:
                    at = 3 * (row * self.width + column)
                    old: Colour = tuple(self.pixels[at : at + 3])  # type: ignore[assignment]
                    share = strength * (1 - distance) ** 2
                    self.pixels[at : at + 3] = bytes(mix(old, colour, share))

    def hills(self, base: int, height: int, waves: float, phase: float, colour: Colour) -> None:
        for x in range(self.width):
            angle = 2 * math.pi * waves * x / self.width + phase
            crest = base - height * (0.6 * math.sin(angle) + 0.4 * math.sin(2.3 * angle))
            for y in range(max(0, round(crest)), self.height):
                at = 3 * (y * self.width + x)
                self.pixels[at : at + 3] = bytes(colour)

    def triangle(self, x: int, top: int, bottom: int, half: int, colour: Colour) -> None:
        for y in range(top, bottom):
            reach = half * (y - top) / (bottom - top)
            self.span(y, x - reach, x + reach, colour)

    def ppm(self) -> bytes:
        return b"P6 %d %d 255\n" % (self.width, self.height) + bytes(self.pixels)

    def reduced(self, step: int) -> Canvas:
        small = Canvas(self.width // step, self.height // step, (0, 0, 0), (0, 0, 0))
        for y in range(small.height):
            for x in range(small.width):
                source = 3 * (y * step * self.width + x * step)
                target = 3 * (y * small.width + x)
                small.pixels[target : target + 3] = self.pixels[source : source + 3]
        return small

    def turned(self) -> Canvas:
        """A quarter turn to the left, as a sensor sees a phone held upright (orientation 6)."""
        side = Canvas(self.height, self.width, (0, 0, 0), (0, 0, 0))
        for y in range(side.height):
            for x in range(side.width):
                source = 3 * (x * self.width + self.width - 1 - y)
                target = 3 * (y * side.width + x)
                side.pixels[target : target + 3] = self.pixels[source : source + 3]
        return side

    def jpeg(self, *options: str, quality: int = 80) -> bytes:
        return cjpeg(self.ppm(), "-quality", str(quality), *options)


def cjpeg(ppm: bytes, *options: str) -> bytes:
    command = ["cjpeg", "-dct", "int", *options]
    return subprocess.run(command, input=ppm, capture_output=True, check=True).stdout


def dusk_over_desert(width: int = 480, height: int = 320) -> Canvas:
    canvas = Canvas(width, height, (38, 34, 84), (250, 156, 92))
    canvas.glow(width * 2 // 3, height * 3 // 5, height // 2, (255, 236, 170), 0.9)
    canvas.disc(width * 2 // 3, height * 3 // 5, height // 14, (255, 244, 206))
    canvas.hills(height * 7 // 10, height // 12, 1.3, 0.4, (118, 66, 92))
    canvas.hills(height * 8 // 10, height // 16, 2.1, 2.0, (72, 42, 66))
    canvas.hills(height * 9 // 10, height // 30, 3.4, 1.1, (34, 24, 40))
    return canvas


def room(wall: Colour, floor: Colour, sky: tuple[Colour, Colour], lamp: bool = True) -> Canvas:
    canvas = Canvas(480, 360, mix(wall, (255, 255, 255), 0.15), wall)
    window = Canvas(150, 130, *sky)
    for y in range(window.height):
        at = 3 * ((60 + y) * canvas.width + 60)
        row = 3 * y * window.width
        canvas.pixels[at : at + 3 * window.width] = window.pixels[row : row + 3 * window.width]
    frame = mix(wall, (255, 255, 255), 0.7)
    for left, top, right, bottom in (
        (54, 54, 216, 60),
        (54, 190, 216, 198),
        (54, 54, 60, 198),
        (210, 54, 216, 198),
        (132, 60, 137, 190),
        (60, 122, 210, 126),
    ):
        canvas.rectangle(left, top, right, bottom, frame)
    canvas.rectangle(0, 270, 480, 360, floor)
    for x in range(0, 480, 60):
        canvas.rectangle(x, 270, x + 1, 360, mix(floor, (0, 0, 0), 0.2))
    canvas.rectangle(270, 205, 440, 220, mix(floor, (40, 20, 0), 0.5))
    for leg in (280, 418):
        canvas.rectangle(leg, 220, leg + 12, 310, mix(floor, (40, 20, 0), 0.6))
    if lamp:
        canvas.rectangle(353, 0, 356, 86, (60, 60, 60))
        canvas.triangle(355, 80, 118, 46, (214, 92, 58))
        canvas.glow(355, 150, 130, (255, 232, 170), 0.55)
    canvas.disc(320, 194, 11, (206, 60, 50))
    canvas.disc(342, 195, 10, (226, 166, 50))
    return canvas


def garden(width: int = 480, height: int = 320) -> Canvas:
    canvas = Canvas(width, height, (120, 178, 236), (222, 238, 250))
    canvas.disc(80, 60, 26, (255, 246, 200))
    canvas.hills(height * 6 // 10, height // 14, 1.1, 0.0, (122, 164, 104))
    canvas.hills(height * 3 // 4, height // 24, 2.0, 1.0, (86, 140, 72))
    for x, size in ((120, 70), (205, 90), (330, 80), (410, 60)):
        canvas.rectangle(x - 4, 235, x + 4, 262, (94, 66, 44))
        for layer in range(3):
            top = 240 - size + layer * size // 4
            canvas.triangle(
                x, top, top + size // 2 + 8, size // 4 + 5 * layer, (36, 92 + 12 * layer, 60)
            )
    for index in range(24):
        x, y = 20 + 19 * index, 285 + (index * 37) % 25
        canvas.disc(x, y, 3, ((232, 70, 90), (250, 210, 70), (240, 240, 250))[index % 3])
    return canvas


def street(width: int = 420, height: int = 300) -> Canvas:
    canvas = Canvas(width, height, (132, 190, 230), (250, 226, 196))
    walls = ((236, 196, 120), (222, 140, 112), (246, 232, 206), (160, 190, 206), (232, 176, 96))
    for index, wall in enumerate(walls):
        left, top = 6 + 82 * index, 70 + (index * 53) % 60
        canvas.triangle(left + 40, top - 34, top + 2, 46, (176, 74, 52))
        canvas.rectangle(left, top, left + 80, 240, wall)
        for row in range(top + 18, 215, 42):
            for column in (left + 14, left + 48):
                canvas.rectangle(column, row, column + 18, row + 24, (66, 84, 104))
                canvas.rectangle(column + 8, row, column + 10, row + 24, (236, 236, 230))
    canvas.rectangle(0, 240, width, height, (146, 138, 130))
    for x in range(10, width, 56):
        canvas.rectangle(x, 266, x + 28, 270, (236, 232, 220))
    return canvas


def lake(width: int = 480, height: int = 320) -> Canvas:
    canvas = Canvas(width, height, (90, 150, 214), (236, 242, 250))
    for x, top, half, colour in (
        (110, 70, 150, (116, 128, 152)),
        (270, 40, 180, (98, 110, 138)),
        (400, 90, 130, (128, 140, 162)),
    ):
        canvas.triangle(x, top, 200, half, colour)
        canvas.triangle(x, top, top + 40, half * 40 // (200 - top), (246, 250, 255))
    for y in range(200, height):
        share = (y - 200) / (height - 200)
        canvas.span(y, 0, width, mix((126, 172, 204), (34, 78, 120), share))
    for index in range(40):
        x, y = (index * 97) % width, 206 + (index * 61) % 108
        canvas.rectangle(x, y, x + 14 + index % 9, y + 1, (204, 226, 240))
    return canvas


def badge(width: int = 240, height: int = 240) -> Canvas:
    canvas = Canvas(width, height, (244, 246, 250), (222, 228, 238))
    canvas.disc(width // 2, height // 2, 92, (40, 70, 120))
    canvas.disc(width // 2, height // 2, 82, (244, 246, 250))
    canvas.disc(width // 2, height // 2, 44, (230, 120, 60))
    canvas.rectangle(width // 2 - 5, 20, width // 2 + 5, 84, (40, 70, 120))
    canvas.rectangle(width // 2 - 5, 156, width // 2 + 5, 220, (40, 70, 120))
    return canvas


def swatch(width: int = 48, height: int = 32) -> Canvas:
    """The small colour picture behind the structural files that need a real encoder."""
    canvas = Canvas(width, height, (30, 60, 160), (240, 180, 90))
    canvas.disc(width // 2, height // 2, height // 4, (250, 240, 220))
    return canvas
