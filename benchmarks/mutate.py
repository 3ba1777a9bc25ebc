"""Damages files as accidents and attackers do: flipped bits, cuts, splices, parts of containers, elements, objects.

Knows bytes and the outer shape of containers; must not know parsers. Everything follows from the random generator that
is given, so that a damaged file can be made again from its seed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random], bytes]

_VALUE_SHARE = 0.2
"""Of changes to markup that change a value, not an element."""
_TAG = re.compile(rb"<(/?)([A-Za-z][\w:.-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(rb'="([^"]{0,200})"')
_NUMBER = re.compile(rb"(?<![\w.])\d{1,10}(?![\w.])")
_OBJECT = re.compile(rb"\d+ 0 obj.*?endobj", re.DOTALL)
_VALUES = (
    b"-1", b"0", b"1", b"65536", b"2147483648", b"9" * 20, b"1e309", b"NaN", b"", b"A" * 5000,
    b"../../../etc/passwd", b"\xc3\xa5" * 50, b"%1%2%3", b"&#x10FFFF;", b"http://example.org/x",
)  # fmt: skip
_TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY e 'x'>]>", b"&e;", b"\r\n\r\n",
    b"\x0c", b"PK\x03\x04", b"%PDF-1.7", b"endstream endobj", b"\xed\xa0\x80", b"\xe2\x80\xae", b"--b\r\n",
    b"| - | - |\n", b"> " * 300,
)  # fmt: skip


def mutated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Return a damaged copy.

    Args:
        others: further files, pieces of which may be spliced in.
    """
    damage = random.choice(_mutations(data))
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = damage(data, random)
    if random.random() < 0.1:
        data = _spliced(data, random.choice(others), random)
    return data


def _mutations(data: bytes) -> Sequence[Mutation]:
    plain: list[Mutation] = [_flipped, _cut, _run_changed, _token_put_in]
    if data.startswith(b"PK\x03\x04"):
        return [*plain, _member_changed, _member_changed, _member_changed, _member_changed, _members_shuffled]
    if data.startswith(b"%PDF"):
        return [*plain, _number_changed, _number_changed, _objects_changed, _objects_changed, _stream_changed]
    return [*plain, _markup_changed, _markup_changed, _number_changed]


def _flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 20, 200)) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return random.choice((data[:end], data[:start] + data[end:], data[start:]))


def _run_changed(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    end = min(end, start + 4096)
    run = random.choice(
        (b"\0" * (end - start), random.randbytes(end - start), data[start:end] * random.choice((2, 50)))
    )
    return data[:start] + run + data[end:]


def _token_put_in(data: bytes, random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice(_TOKENS) * random.choice((1, 1, 100)) + data[place:]


def _spliced(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _span(other, random)
    place = random.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place:]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    one, other = random.randrange(len(data) + 1), random.randrange(len(data) + 1)
    return min(one, other), max(one, other)


def _member_changed(data: bytes, random: Random) -> bytes:
    """Return a container with one part damaged and packed again with a right checksum."""

    def change(name: str, content: bytes) -> bytes:
        if name.endswith((".xml", ".rels")):
            return random.choice((_markup_changed, _markup_changed, _number_changed, _cut, _flipped))(content, random)
        return _flipped(content, random)

    parts = _parts(data)
    if not parts:
        return _flipped(data, random)
    chosen = random.choice([name for name, content in parts if content] or [parts[0][0]])
    return _packed([(name, change(name, content) if name == chosen else content) for name, content in parts])


def _members_shuffled(data: bytes, random: Random) -> bytes:
    """Return a container with a part missing, twice, under another's name or under one that leads out of it."""
    parts = _parts(data)
    if not parts:
        return _flipped(data, random)
    position = random.randrange(len(parts))
    name, content = parts[position]
    other = random.choice(parts)[0]
    changed = random.choice(([], [(other, content)], [(f"../../{name}", content)], [(name, content), (other, b"")]))
    return _packed([*parts[:position], *changed, *parts[position + 1 :]])


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(member.filename, archive.read(member)) for member in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return []


def _packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        written: set[str] = set()
        for name, content in parts:
            archive.writestr(name if name not in written else f"{name}.2", content)
            written.add(name)
    return buffer.getvalue()


def _markup_changed(data: bytes, random: Random) -> bytes:
    """Return XML or HTML with an element missing, many times, nested in itself or replaced, or another value."""
    tags = list(_TAG.finditer(data))
    if not tags:
        return _token_put_in(data, random)
    one, other = random.choice(tags), random.choice(tags)
    if random.random() < _VALUE_SHARE:
        return _value_changed(data, random)
    start, end = one.span()
    depth = random.choice((5, 60, 500))
    instead = random.choice(
        (
            b"",
            one.group() * random.choice((2, 20, 400)),
            other.group(),
            b"<" + one[2] + b">" * depth + one.group() + b"</" + one[2] + b">" * depth,
            data[start : min(max(end, other.end()), start + 20_000)] * random.choice((2, 10)),
        )
    )
    return data[:start] + instead + data[end:]


def _value_changed(data: bytes, random: Random) -> bytes:
    values = list(_ATTRIBUTE.finditer(data))
    if not values:
        return _number_changed(data, random)
    value = random.choice(values)
    return data[: value.start(1)] + random.choice(_VALUES) + data[value.end(1) :]


def _number_changed(data: bytes, random: Random) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return _flipped(data, random)
    number = random.choice(numbers)
    return data[: number.start()] + random.choice(_VALUES) + data[number.end() :]


def _objects_changed(data: bytes, random: Random) -> bytes:
    """Return a PDF with an object missing, another in its place, or referring to another."""
    objects = list(_OBJECT.finditer(data))
    if not objects:
        return _number_changed(data, random)
    one, other = random.choice(objects), random.choice(objects)
    body = random.choice(
        (b"", other.group(), re.sub(rb"\d+ 0 R", b"%d 0 R" % random.randrange(30), one.group(), count=1), b"null" * 9)
    )
    return data[: one.start()] + body + data[one.end() :]


def _stream_changed(data: bytes, random: Random) -> bytes:
    """Return a PDF one of whose packed streams unpacks to something else."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL))
    if not streams:
        return _number_changed(data, random)
    stream = random.choice(streams)
    try:
        content = zlib.decompress(stream[1])
    except zlib.error:
        return _flipped(data, random)
    changed = random.choice((_number_changed, _cut, _run_changed))(content, random)
    return data[: stream.start(1)] + zlib.compress(changed) + data[stream.end(1) :]
