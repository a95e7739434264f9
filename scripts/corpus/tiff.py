"""TIFF 6.0 structures as Exif uses them, laid out byte by byte.

A structure is a list of items (tables, values, gaps) in the order in which they shall stand; the
offsets follow from that order.  Nothing is sorted, merged or corrected, so that wrong structures
can be built as easily as right ones.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

LITTLE = "<"
BIG = ">"
ORDERS = {"le": LITTLE, "be": BIG}

HEADER_SIZE = 8  # TIFF 6.0 section 2: order mark, 42, offset of IFD0


class Kind(IntEnum):
    """Value types: TIFF 6.0 section 2, IFD from Adobe TIFF technical note 1, UTF8 from Exif 3.0."""

    BYTE = 1
    ASCII = 2
    SHORT = 3
    LONG = 4
    RATIONAL = 5
    SBYTE = 6
    UNDEFINED = 7
    SSHORT = 8
    SLONG = 9
    SRATIONAL = 10
    FLOAT = 11
    DOUBLE = 12
    IFD = 13
    UTF8 = 129


class Item:
    """Something with a place in the file; `offset` is known once it has been placed."""

    offset = -1

    def size(self) -> int:
        raise NotImplementedError

    def render(self, base: int) -> bytes:
        """The item's bytes, with offsets counted from `base`."""
        raise NotImplementedError


class Blob(Item):
    """Bytes that stand as they are: a value, a thumbnail, a gap."""

    def __init__(self, data: bytes, odd: bool = False):
        self.data = data
        self.odd = odd

    def size(self) -> int:
        return len(self.data)

    def render(self, base: int) -> bytes:
        return self.data


class Group(Item):
    """Items that stand together and can be pointed at as one, such as a MakerNote."""

    def __init__(self, *items: Item):
        self.children = [part for item in items for part in item_and_values(item)]

    def size(self) -> int:
        last = self.children[-1]
        return last.offset + last.size() - self.offset


@dataclass
class Pointer:
    item: Item
    delta: int = 0


@dataclass
class Entry:
    """One 12-byte entry; a count that is an Item means the size of that item."""

    tag: int
    kind: int
    count: int | Item
    field: bytes | Pointer


class Ifd(Item):
    """An image file directory with the values that do not fit into its entries."""

    def __init__(self, order: str):
        self.order = order
        self.entries: list[Entry] = []
        self.values: list[Blob] = []
        self.next_ifd: Item | int = 0
        self.declared_count: int | None = None

    def size(self) -> int:
        return 2 + 12 * len(self.entries) + 4

    def add(self, tag: int, kind: int, count: int, data: bytes, odd: bool = False) -> Blob | None:
        """Adds a value: in the entry when it has at most four bytes, behind the table otherwise."""
        if len(data) <= 4:
            self.entries.append(Entry(tag, kind, count, data.ljust(4, b"\0")))
            return None
        blob = Blob(data, odd)
        self.values.append(blob)
        self.entries.append(Entry(tag, kind, count, Pointer(blob)))
        return blob

    def numbers(self, tag: int, kind: int, code: str, *values) -> Blob | None:
        return self.add(
            tag, kind, len(values), struct.pack(f"{self.order}{len(values)}{code}", *values)
        )

    def byte(self, tag: int, *values: int) -> Blob | None:
        return self.numbers(tag, Kind.BYTE, "B", *values)

    def short(self, tag: int, *values: int) -> Blob | None:
        return self.numbers(tag, Kind.SHORT, "H", *values)

    def long(self, tag: int, *values: int) -> Blob | None:
        return self.numbers(tag, Kind.LONG, "I", *values)

    def slong(self, tag: int, *values: int) -> Blob | None:
        return self.numbers(tag, Kind.SLONG, "i", *values)

    def double(self, tag: int, *values: float) -> Blob | None:
        return self.numbers(tag, Kind.DOUBLE, "d", *values)

    def ascii(self, tag: int, text: str | bytes, odd: bool = False) -> Blob | None:
        data = (text.encode() if isinstance(text, str) else text) + b"\0"
        return self.add(tag, Kind.ASCII, len(data), data, odd)

    def undefined(self, tag: int, data: bytes) -> Blob | None:
        return self.add(tag, Kind.UNDEFINED, len(data), data)

    def rational(self, tag: int, *pairs: tuple[int, int], kind: int = Kind.RATIONAL) -> Blob | None:
        code = "i" if kind == Kind.SRATIONAL else "I"
        flat = [number for pair in pairs for number in pair]
        return self.add(tag, kind, len(pairs), struct.pack(f"{self.order}{len(flat)}{code}", *flat))

    def link(self, tag: int, item: Item, kind: int = Kind.LONG) -> None:
        """Adds a pointer: the entry's own four bytes are the offset of `item`."""
        self.entries.append(Entry(tag, kind, 1, Pointer(item)))

    def span(
        self, tag: int, kind: int, item: Item, count: int | None = None, delta: int = 0
    ) -> None:
        """Adds an entry whose out-of-line value is (part of) an item placed elsewhere."""
        self.entries.append(
            Entry(tag, kind, item if count is None else count, Pointer(item, delta))
        )

    def raw(self, tag: int, kind: int, count: int, field: int) -> None:
        """Adds an entry whose last four bytes are the number `field`, whatever that means."""
        self.entries.append(Entry(tag, kind, count, struct.pack(f"{self.order}I", field)))

    def value(self, tag: int) -> Blob:
        """The out-of-line bytes of the first entry with this tag."""
        entry = next(entry for entry in self.entries if entry.tag == tag)
        assert isinstance(entry.field, Pointer) and isinstance(entry.field.item, Blob)
        return entry.field.item

    def render(self, base: int) -> bytes:
        count = len(self.entries) if self.declared_count is None else self.declared_count
        table = [struct.pack(f"{self.order}H", count)]
        table += [self.render_entry(entry, base) for entry in self.entries]
        following = self.next_ifd
        table.append(struct.pack(f"{self.order}I", self.address(following, base)))
        return b"".join(table)

    def render_entry(self, entry: Entry, base: int) -> bytes:
        count = entry.count.size() if isinstance(entry.count, Item) else entry.count
        head = struct.pack(f"{self.order}HHI", entry.tag, entry.kind, count)
        if isinstance(entry.field, bytes):
            return head + entry.field
        address = entry.field.item.offset + entry.field.delta - base
        if entry.kind == Kind.SHORT and count == 1:  # left-justified in both byte orders
            return head + struct.pack(f"{self.order}HH", address, 0)
        return head + struct.pack(f"{self.order}I", address)

    @staticmethod
    def address(target: Item | int, base: int) -> int:
        return target if isinstance(target, int) else target.offset - base


def item_and_values(item: Item) -> list[Item]:
    return [item, *item.values] if isinstance(item, Ifd) else [item]


def reachable(root: Ifd) -> list[Item]:
    """Every item that can be reached from `root`, each directory followed by its values."""
    found: list[Item] = []

    def visit(item: Item) -> None:
        if item in found:
            return
        found.extend(item_and_values(item))
        if isinstance(item, Ifd):
            targets = [
                entry.field.item for entry in item.entries if isinstance(entry.field, Pointer)
            ]
            for target in targets:
                visit(target)
            if isinstance(item.next_ifd, Item):
                visit(item.next_ifd)

    visit(root)
    return found


def place(items: list[Item], start: int) -> int:
    """Gives each item its offset, on word boundaries unless it asks for an odd one."""
    at = start
    for item in items:
        wants_odd = isinstance(item, Blob) and item.odd
        at += (at + wants_odd) % 2
        item.offset = at
        at = place(item.children, at) if isinstance(item, Group) else at + item.size()
    return at


def write(items: list[Item], buffer: bytearray, base: int, shift: int) -> None:
    for item in items:
        if isinstance(item, Group):
            write(item.children, buffer, base, shift)
            continue
        data = item.render(base)
        buffer[item.offset - shift : item.offset - shift + len(data)] = data


def tables(items: list[Item], start: int, base: int = 0) -> bytes:
    """Items as bytes, the first one at `start`, offsets counted from `base`."""
    buffer = bytearray(place(items, start) - start)
    write(items, buffer, base, start)
    return bytes(buffer)


def tiff(root: Ifd, items: list[Item] | None = None) -> bytes:
    """A TIFF block; `items` gives the order of what stands in it when the usual one will not do."""
    expanded = reachable(root) if items is None else [p for i in items for p in item_and_values(i)]
    body = tables(expanded, HEADER_SIZE)
    mark = b"II" if root.order == LITTLE else b"MM"
    return mark + struct.pack(f"{root.order}HI", 42, root.offset) + body
