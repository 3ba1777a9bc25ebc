"""Mails with attachments: as the internet carries them, and as Outlook saves them (a compound file, written here)."""

import itertools
import struct
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.golden.ingest_made_files import guide_docx

SECTOR, MINI, CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Storage = dict[str, "bytes | Storage"]


def compound_file(root: Storage) -> bytes:
    """Return a compound file (MS-CFB, version 3) with these storages and streams."""
    entries: list[list[object]] = []
    small, large = bytearray(), bytearray()
    mini_fat: list[int] = []
    fat: list[int] = []

    def chain(table: list[int], size: int, unit: int) -> int:
        count = -(-size // unit)
        start = len(table)
        table.extend([*range(start + 1, start + count), _END] if count else [])
        return start if count else _END

    def put(data: bytes) -> int:
        if len(data) < CUTOFF:
            small.extend(data.ljust(-(-len(data) // MINI) * MINI, b"\0"))
            return chain(mini_fat, len(data), MINI)
        large.extend(data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0"))
        return chain(fat, len(data), SECTOR)

    def add(name: str, content: "bytes | Storage") -> int:
        position = len(entries)
        if isinstance(content, bytes):
            entries.append([name, 2, _FREE, _FREE, put(content), len(content)])
            return position
        entries.append([name, 5 if position == 0 else 1, _FREE, _FREE, 0, 0])
        children = [add(child, content[child]) for child in sorted(content)]
        for before, after in itertools.pairwise(children):
            entries[before][2] = after
        entries[position][3] = children[0] if children else _FREE
        return position

    add("Root Entry", root)
    entries[0][4], entries[0][5] = chain(fat, len(small), SECTOR), len(small)
    body = bytes(large) + bytes(small).ljust(-(-len(small) // SECTOR) * SECTOR, b"\0")
    directory = b"".join(_entry(*entry) for entry in entries)  # type: ignore[arg-type]
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\0")
    directory_start = chain(fat, len(directory), SECTOR)
    table = b"".join(struct.pack("<I", one) for one in mini_fat)
    table = table.ljust(-(-len(table) // SECTOR) * SECTOR, b"\xff")
    mini_start = chain(fat, len(table), SECTOR)
    sectors = 1
    while sectors * SECTOR // 4 < len(fat) + sectors:
        sectors += 1
    fat_start = len(fat)
    fat += [_FAT] * sectors
    fat_bytes = b"".join(struct.pack("<I", one) for one in fat).ljust(sectors * SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6, 0, sectors,
        directory_start, 0, CUTOFF, mini_start, len(table) // SECTOR, _END, 0, fat_start,
    )  # fmt: skip
    more = b"".join(struct.pack("<I", fat_start + number) for number in range(1, sectors))
    return header.__add__(more).ljust(SECTOR, b"\xff") + body + directory + table + fat_bytes


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII16xIQQIQ", wide, len(wide) + 2, kind, 1, _FREE, right, child, 0, 0, 0, start, size)


def _text(tag: str, text: str) -> Storage:
    return {f"__substg1.0_{tag}001F": text.encode("utf-16-le")}


def _properties(header: int, **fixed: int) -> Storage:
    entries = b"".join(
        struct.pack("<HHIQ", 0x0040 if tag.startswith("t") else 0x0003, int(tag[1:], 16), 6, value)
        for tag, value in fixed.items()
    )
    return {"__properties_version1.0": b"\0" * header + entries}


def outlook_msg() -> bytes:
    """Return an Outlook mail with two recipients, a Word file, a picture in the signature and a forwarded letter."""
    forwarded: Storage = {
        **_properties(24), **_text("0037", "Sv: Transport"), **_text("0C1A", "Robin Prov"),
        **_text("1000", "Det gäller från den 1 maj 2024."),
    }  # fmt: skip
    document: Storage = {**_properties(8), **_text("3707", "guide.docx"), "__substg1.0_37010102": guide_docx()}
    picture: Storage = {
        **_properties(8), **_text("3707", "logo.png"), **_text("3712", "logo@x"), "__substg1.0_37010102": b"\x89PNG",
    }  # fmt: skip
    to: Storage = {**_properties(8, i0C15=1), **_text("3001", "Robin Prov"), **_text("39FE", "robin@krim.example")}
    cc: Storage = {**_properties(8, i0C15=2), **_text("3001", "Alla"), **_text("3003", "/O=X/CN=ALLA")}
    whole: Storage = {**_properties(8), **_text("3001", "Sv: Transport"), "__substg1.0_3701000D": forwarded}
    letter: Storage = {
        **_properties(32, t0039=133_588_800_000_000_000),
        **_text("0037", "Ny kontakt för transporter"),
        **_text("0C1A", "Kim Exempel"),
        **_text("5D01", "kim@polisen.example"),
        **_text("1000", "Hej!\r\n\r\nRing 08-465 004 11 om transporter.\r\n\r\n--\r\nKim"),
        "__recip_version1.0_#00000000": to,
        "__recip_version1.0_#00000001": cc,
        "__attach_version1.0_#00000000": document,
        "__attach_version1.0_#00000001": picture,
        "__attach_version1.0_#00000002": whole,
        "__nameid_version1.0": {},
    }
    return compound_file(letter)


def letter_eml(depth: int = 1) -> bytes:
    """Return a mail with a Word file, a picture, a program and a letter forwarded whole, itself with one, and so on."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = f"Brev {depth}", "kim@polisen.example", "robin@krim.example"
    message["Date"] = "Wed, 01 May 2024 10:00:00 +0200"
    message.set_content(f"Text i brev {depth} om transporter.")
    if depth == 1:
        message.add_attachment(guide_docx(), maintype="application", subtype="octet-stream", filename="guide.docx")
        message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="program.exe")
        message.add_attachment("Rad i lista.\n", filename="../../lista.txt")
    if depth <= 5:
        message.add_attachment(_parsed(letter_eml(depth + 1)))
    return message.as_bytes()


def _parsed(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found
