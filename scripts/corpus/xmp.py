"""XMP packets (ISO 16684-1) and their JPEG carriers (XMP part 3, 1.1.3)."""

from __future__ import annotations

import hashlib
import struct

from .jpeg import APP1, EXTENDED_XMP_HEADER, segment

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "xmpGImg": "http://ns.adobe.com/xap/1.0/g/img/",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "drone-dji": "http://www.dji.com/drone-dji/1.0/",
    "cell": "http://developer.sonyericsson.com/cell/1.0/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/",
    "GCamera": "http://ns.google.com/photos/1.0/camera/",
    "GImage": "http://ns.google.com/photos/1.0/image/",
    "GPano": "http://ns.google.com/photos/1.0/panorama/",
    "Container": "http://ns.google.com/photos/1.0/container/",
    "Item": "http://ns.google.com/photos/1.0/container/item/",
    "dcterms": "http://purl.org/dc/terms/",
}

PACKET_ID = "W5M0MpCehiHzreSzNTczkc9d"


def declarations(prefixes: str) -> str:
    return "".join(f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes.split())


def description(prefixes: str, attributes: str = "", elements: str = "") -> str:
    head = f'<rdf:Description rdf:about=""{declarations(prefixes)}{attributes and " " + attributes}'
    return f"{head}>{elements}</rdf:Description>" if elements else f"{head}/>"


def meta(*descriptions: str, toolkit: str = "") -> str:
    tool = f' x:xmptk="{toolkit}"' if toolkit else ""
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"{tool}>'
        f'<rdf:RDF xmlns:rdf="{NAMESPACES["rdf"]}">{"".join(descriptions)}</rdf:RDF>'
        "</x:xmpmeta>"
    )


def packet(
    *descriptions: str,
    encoding: str = "utf-8",
    padding: int = 40,
    toolkit: str = "",
    before_end: str = "",
) -> bytes:
    """A writable packet; UTF-16 and UTF-32 carry their byte-order mark in `begin`."""
    text = (
        f'<?xpacket begin="\ufeff" id="{PACKET_ID}"?>\n{meta(*descriptions, toolkit=toolkit)}\n'
        f'{before_end}{" " * padding}\n<?xpacket end="w"?>'
    )
    return text.encode(encoding)


def sequence(kind: str, *items: str) -> str:
    return (
        f"<rdf:{kind}>" + "".join(f"<rdf:li>{item}</rdf:li>" for item in items) + f"</rdf:{kind}>"
    )


def degrees_and_minutes(value: float, positive: str, negative: str) -> str:
    """A coordinate as XMP writes it: "DDD,MM.mmk" (XMP part 2, 1.2.7.4)."""
    whole, minutes = divmod(abs(value) * 60, 60)
    return f"{int(whole)},{minutes:.6f}{positive if value >= 0 else negative}"


def position_attributes(lat: float, lon: float) -> str:
    return (
        f'exif:GPSLatitude="{degrees_and_minutes(lat, "N", "S")}" '
        f'exif:GPSLongitude="{degrees_and_minutes(lon, "E", "W")}"'
    )


def extension_guid(extension: bytes) -> bytes:
    return hashlib.md5(extension, usedforsecurity=False).hexdigest().upper().encode()


def extension_note(extension: bytes) -> str:
    return description("xmpNote", f'xmpNote:HasExtendedXMP="{extension_guid(extension).decode()}"')


def extension_segments(extension: bytes, chunks: int = 2, guid: bytes | None = None) -> list[bytes]:
    """Extended XMP: GUID, full length and offset before each chunk."""
    guid = guid or extension_guid(extension)
    step = -(-len(extension) // chunks)
    return [
        segment(
            APP1,
            EXTENDED_XMP_HEADER
            + guid
            + struct.pack(">II", len(extension), at)
            + extension[at : at + step],
        )
        for at in range(0, len(extension), step)
    ]
