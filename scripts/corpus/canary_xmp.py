"""Canaries in XMP: every way to write a property, and every carrier of a packet."""

from __future__ import annotations

import base64

from . import jpeg, xmp
from .canary import Carrier, Sample, decimal, word
from .canary_exif import thumbnail_jpeg


def add(sample: Sample, *descriptions: str, **options) -> None:
    sample.head.append(jpeg.xmp_segment(xmp.packet(*descriptions, **options)))


def attributes(sample: Sample) -> None:
    name = "XMP attribute"
    values = " ".join(
        (
            f'exif:GPSLatitude="{sample.degrees(f"{name} XMP-exif:GPSLatitude")}"',
            f'exif:GPSLongitude="{sample.degrees(f"{name} XMP-exif:GPSLongitude", "E", 179)}"',
            f'exif:GPSMapDatum="{sample.text(f"{name} XMP-exif:GPSMapDatum", "location")}"',
            f'photoshop:City="{sample.text(f"{name} XMP-photoshop:City", "location")}"',
            f'photoshop:Headline="{sample.text(f"{name} XMP-photoshop:Headline", "text")}"',
            f'aux:SerialNumber="{sample.text(f"{name} XMP-aux:SerialNumber", "device")}"',
            f'aux:OwnerName="{sample.text(f"{name} XMP-aux:OwnerName", "person")}"',
            f'xmp:CreatorTool="{sample.text(f"{name} XMP-xmp:CreatorTool", "software")}"',
        )
    )
    add(sample, xmp.description("exif photoshop aux xmp", values))


def elements(sample: Sample) -> None:
    name = "XMP element"
    body = (
        f'<exif:GPSLatitude>{sample.degrees(f"{name} XMP-exif:GPSLatitude")}</exif:GPSLatitude>'
        f'<exif:GPSLongitude>{sample.degrees(f"{name} XMP-exif:GPSLongitude", "W", 179)}'
        "</exif:GPSLongitude>"
        f'<photoshop:State>{sample.text(f"{name} XMP-photoshop:State", "location")}'
        "</photoshop:State>"
        f'<Iptc4xmpCore:Location>{sample.text(f"{name} XMP-iptcCore:Location", "location")}'
        "</Iptc4xmpCore:Location>"
        f'<photoshop:Instructions>{sample.text(f"{name} XMP-photoshop:Instructions", "text")}'
        "</photoshop:Instructions>"
    )
    add(sample, xmp.description("exif photoshop Iptc4xmpCore", "", body))


def structures(sample: Sample) -> None:
    """Structures as rdf:parseType="Resource", as nested rdf:Description and as attributes."""
    shown = "XMP struct XMP-iptcExt:LocationShown"
    body = (
        "<Iptc4xmpExt:LocationShown><rdf:Bag>"
        '<rdf:li rdf:parseType="Resource">'
        f'<Iptc4xmpExt:City>{sample.text(f"{shown}City", "location")}</Iptc4xmpExt:City>'
        f'<Iptc4xmpExt:CountryName>{sample.text(f"{shown}CountryName", "location")}'
        "</Iptc4xmpExt:CountryName></rdf:li>"
        "<rdf:li><rdf:Description>"
        f'<Iptc4xmpExt:Sublocation>{sample.text(f"{shown}Sublocation", "location")}'
        "</Iptc4xmpExt:Sublocation></rdf:Description></rdf:li>"
        f'<rdf:li Iptc4xmpExt:ProvinceState="{sample.text(f"{shown}ProvinceState", "location")}"/>'
        "</rdf:Bag></Iptc4xmpExt:LocationShown>"
    )
    history = "XMP struct XMP-xmpMM:History"
    body += (
        "<xmpMM:History><rdf:Seq>"
        '<rdf:li stEvt:action="saved" '
        f'stEvt:instanceID="{sample.text(f"{history}InstanceID", "history")}" '
        f'stEvt:softwareAgent="{sample.text(f"{history}SoftwareAgent", "history")}"/>'
        "</rdf:Seq></xmpMM:History>"
    )
    path = sample.text("XMP struct XMP-xmpMM:DerivedFromFilePath", "history")
    body += f'<xmpMM:DerivedFrom stRef:filePath="C:\\Users\\{path}\\a.psd"/>'
    region = sample.text("XMP struct XMP-mwg-rs:RegionName", "person")
    body += (
        '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li>'
        f'<rdf:Description mwg-rs:Name="{region}" mwg-rs:Type="Face"/>'
        "</rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
    )
    contact = sample.text("XMP struct XMP-iptcCore:CreatorCity", "copyright")
    body += f'<Iptc4xmpCore:CreatorContactInfo Iptc4xmpCore:CiAdrCity="{contact}"/>'
    add(sample, xmp.description("Iptc4xmpExt xmpMM stEvt stRef mwg-rs Iptc4xmpCore", "", body))


def arrays(sample: Sample) -> None:
    creator = sample.text("XMP Seq XMP-dc:Creator", "copyright")
    keywords = [sample.text(f"XMP Bag XMP-dc:Subject {n}", "text") for n in (1, 2)]
    rights = sample.text("XMP Alt XMP-dc:Rights", "copyright")
    people = sample.text("XMP Bag XMP-iptcExt:PersonInImage", "person")
    created = sample.text("XMP Bag XMP-iptcExt:LocationCreatedCity", "location")
    body = (
        f"<dc:creator>{xmp.sequence('Seq', creator)}</dc:creator>"
        f"<dc:subject>{xmp.sequence('Bag', *keywords)}</dc:subject>"
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
        f"<Iptc4xmpExt:PersonInImage>{xmp.sequence('Bag', people)}</Iptc4xmpExt:PersonInImage>"
        "<Iptc4xmpExt:LocationCreated><rdf:Bag>"
        f'<rdf:li Iptc4xmpExt:City="{created}"/></rdf:Bag></Iptc4xmpExt:LocationCreated>'
    )
    add(sample, xmp.description("dc Iptc4xmpExt", "", body))


def rebound_prefix(sample: Sample) -> None:
    """Names are namespaces, not prefixes: exif under another name, and exif: for something else."""
    latitude = sample.degrees("XMP rebound prefix XMP-exif:GPSLatitude")
    stays = sample.text("XMP rebound prefix XMP-dc:Source", "history")
    head = (
        f'<rdf:Description rdf:about="" xmlns:q7="{xmp.NAMESPACES["exif"]}" '
        f'xmlns:exif="{xmp.NAMESPACES["dc"]}" q7:GPSLatitude="{latitude}" exif:source="{stays}"/>'
    )
    add(sample, head)


def encoded(name: str, encoding: str):
    def fill(sample: Sample) -> None:
        carrier = f"XMP {name}"
        latitude = xmp.degrees_and_minutes(decimal(f"{carrier} XMP-exif:GPSLatitude"), "N", "S")
        sample.plant(
            f"{carrier} XMP-exif:GPSLatitude", "location", latitude.encode(encoding), encoding
        )
        headline = word(f"{carrier} XMP-photoshop:Headline")
        sample.plant(
            f"{carrier} XMP-photoshop:Headline", "text", headline.encode(encoding), encoding
        )
        add(
            sample,
            xmp.description(
                "exif photoshop",
                f'exif:GPSLatitude="{latitude}" ' f'photoshop:Headline="{headline}"',
            ),
            encoding=encoding,
        )

    return fill


def outside_properties(sample: Sample) -> None:
    """Comments, processing instructions and text that belong to no property."""
    comment = sample.text("XMP comment", "text")
    instruction = sample.text("XMP processing instruction", "unknown")
    tail = sample.text("XMP text behind the properties", "text")
    tool = sample.text("XMP-x:XMPToolkit", "software")
    latitude = sample.degrees("XMP beside a comment XMP-exif:GPSLatitude")
    inner = f"<!-- {comment} --><?corpus {instruction}?>" + xmp.description(
        "exif", f'exif:GPSLatitude="{latitude}"'
    )
    add(sample, inner, toolkit=tool, before_end=tail)


def vendors(sample: Sample) -> None:
    """Drones and phones: coordinates, headings and cells under names of their own."""
    numbers = {
        name: f"{decimal(name):+.6f}"
        for name in (
            "XMP-drone-dji:GPSLatitude",
            "XMP-drone-dji:GPSLongtitude",
            "XMP-drone-dji:AbsoluteAltitude",
            "XMP-drone-dji:GimbalYawDegree",
            "XMP-drone-dji:FlightYawDegree",
            "XMP-GPano:PoseHeadingDegrees",
        )
    }
    for carrier, value in numbers.items():
        sample.plant(carrier, "location", value.encode())
    latitude, longitude, altitude, gimbal, flight, heading = numbers.values()
    serial = sample.text("XMP-drone-dji:CameraSerialNumber", "device")
    cell = sample.text("XMP-cell:cellid", "location")
    values = (
        f'drone-dji:GpsLatitude="{latitude}" drone-dji:GpsLongtitude="{longitude}" '
        f'drone-dji:AbsoluteAltitude="{altitude}" drone-dji:GimbalYawDegree="{gimbal}" '
        f'drone-dji:FlightYawDegree="{flight}" drone-dji:CameraSerialNumber="{serial}" '
        f'GPano:ProjectionType="equirectangular" GPano:PoseHeadingDegrees="{heading}" '
        f'cell:mcc="208" cell:cellid="{cell}"'
    )
    add(sample, xmp.description("drone-dji GPano cell", values))


def other_header(sample: Sample) -> None:
    """A packet under a signature that is not Adobe's."""
    latitude = sample.degrees("XMP other header XMP-exif:GPSLatitude")
    packet = xmp.packet(
        xmp.description("exif", "", f"<exif:GPSLatitude>{latitude}</exif:GPSLatitude>")
    )
    sample.head.append(jpeg.segment(jpeg.APP1, b"XMP\0" + packet))


def extension(sample: Sample, carrier: str) -> bytes:
    """Larger than its chunks, so that elements straddle them."""
    latitude = sample.degrees(f"{carrier} XMP-exif:GPSLatitude")
    source = sample.text(f"{carrier} XMP-photoshop:Source", "copyright")
    filler = "".join(f"<rdf:li>filler {n}</rdf:li>" for n in range(12))
    return xmp.meta(
        xmp.description(
            "exif photoshop dc",
            "",
            f"<dc:relation><rdf:Bag>{filler}</rdf:Bag></dc:relation>"
            f"<exif:GPSLatitude>{latitude}</exif:GPSLatitude>"
            f"<photoshop:Source>{source}</photoshop:Source>",
        )
    ).encode()


def unbroken_extension(sample: Sample, carrier: str) -> bytes:
    """An extension whose tokens do not straddle two chunks."""
    before = len(sample.tokens)
    data = extension(sample, carrier)
    half = -(-len(data) // 2)
    for token in sample.tokens[before:]:
        at = data.index(token.data)
        assert (at < half) == (at + len(token.data) <= half), carrier
    return data


def extended(sample: Sample) -> None:
    data = unbroken_extension(sample, "Extended XMP")
    add(sample, xmp.extension_note(data))
    sample.head += xmp.extension_segments(data)


def extended_out_of_order(sample: Sample) -> None:
    data = unbroken_extension(sample, "Extended XMP out of order")
    sample.head += reversed(xmp.extension_segments(data))
    add(sample, xmp.extension_note(data))


def extended_two_guids(sample: Sample) -> None:
    """Two extensions, of which the note names the second."""
    first = unbroken_extension(sample, "Extended XMP other GUID")
    second = unbroken_extension(sample, "Extended XMP named GUID")
    add(sample, xmp.extension_note(second))
    segments = zip(xmp.extension_segments(first), xmp.extension_segments(second))
    sample.head += [segment for pair in segments for segment in pair]


def extended_orphan(sample: Sample) -> None:
    """No main packet names it; its GUID is nobody's digest."""
    data = unbroken_extension(sample, "Extended XMP orphan")
    sample.head += xmp.extension_segments(data, guid=b"0123456789ABCDEF0123456789ABCDEF")


def base64_image(sample: Sample, carrier: str) -> str:
    """An image in base64; its tokens are the whole groups of three bytes inside them."""
    first = len(sample.tokens)
    image = thumbnail_jpeg(sample, carrier)
    planted, sample.tokens[first:] = sample.tokens[first:], []
    for token in planted:
        at = image.index(token.data)
        start, end = -(-at // 3) * 3, (at + len(token.data)) // 3 * 3
        encoded_token = base64.b64encode(image[start:end])
        sample.plant(token.carrier, token.category, encoded_token, "base64", token.gone)
    return base64.b64encode(image).decode()


def embedded_images(sample: Sample) -> None:
    original = base64_image(sample, "XMP-GImage:Data")
    small = base64_image(sample, "XMP-xmp:ThumbnailsImage")
    add(
        sample,
        xmp.description(
            "GImage xmp xmpGImg",
            f'GImage:Mime="image/jpeg" GImage:Data="{original}"',
            "<xmp:Thumbnails><rdf:Alt>"
            '<rdf:li xmpGImg:width="16" xmpGImg:height="16" xmpGImg:format="JPEG" '
            f'xmpGImg:image="{small}"/>'
            "</rdf:Alt></xmp:Thumbnails>",
        ),
    )


def provenance(sample: Sample) -> None:
    address = sample.text("XMP-dcterms:Provenance", "credentials")
    add(
        sample,
        xmp.description(
            "dcterms", "", f'<dcterms:provenance rdf:resource="https://example.org/{address}"/>'
        ),
    )


def slash_in_name(sample: Sample) -> None:
    """GIMP made a name of XMP of the Exif tag TIFF/EPStandardID."""
    latitude = sample.degrees("XMP with a slash XMP-exif:GPSLatitude")
    tool = sample.text("XMP with a slash XMP-exif:Software", "device")
    add(
        sample,
        xmp.description(
            "exif",
            "",
            f"<exif:TIFF/EPStandardID>{tool}</exif:TIFF/EPStandardID>"
            f"<exif:GPSLatitude>{latitude}</exif:GPSLatitude>",
        ),
    )


def wide_text_place(sample: Sample) -> None:
    """A place in a caption of a packet in UTF-16."""
    carrier = "UTF-16 XMP-photoshop:Headline latitude"
    number = f"{decimal(carrier):.6f}"
    sample.plant(carrier, "location", number.encode("utf-16-le"), "utf-16-le")
    packet = xmp.packet(
        xmp.description("photoshop", f'photoshop:Headline="latitude={number}, at noon"')
    )
    sample.head.append(jpeg.xmp_segment(packet.decode().encode("utf-16-le")))


CARRIERS = [
    Carrier("xmp_attribute", "XMP properties as attributes", attributes),
    Carrier("xmp_element", "XMP properties as elements", elements),
    Carrier("xmp_struct", "XMP structures in all three forms", structures),
    Carrier("xmp_array", "XMP arrays: Seq, Bag, Alt", arrays),
    Carrier("xmp_rebound_prefix", "XMP under other prefixes", rebound_prefix),
    Carrier("xmp_utf16_be", "XMP in UTF-16, big-endian", encoded("UTF-16BE", "utf-16-be")),
    Carrier("xmp_utf16_le", "XMP in UTF-16, little-endian", encoded("UTF-16LE", "utf-16-le")),
    Carrier("xmp_utf32_be", "XMP in UTF-32, big-endian", encoded("UTF-32BE", "utf-32-be")),
    Carrier("xmp_outside", "XMP comment, instruction, toolkit, trailing text", outside_properties),
    Carrier("xmp_vendors", "XMP of drones, panoramas and phones", vendors),
    Carrier("xmp_other_header", "XMP under another signature", other_header),
    Carrier("xmp_extended", "Extended XMP", extended),
    Carrier(
        "xmp_extended_out_of_order",
        "Extended XMP, chunks reversed, before the note",
        extended_out_of_order,
    ),
    Carrier("xmp_extended_two_guids", "Extended XMP, two GUIDs interleaved", extended_two_guids),
    Carrier("xmp_extended_orphan", "Extended XMP that no packet names", extended_orphan),
    Carrier("xmp_base64", "images in base64 with GPS of their own", embedded_images),
    Carrier("xmp_slash_in_name", "XMP with a slash in a name", slash_in_name),
    Carrier("xmp_utf16_text_place", "a place in a text of UTF-16", wide_text_place, alone=True),
    Carrier("xmp_provenance", "address of a remote C2PA manifest", provenance),
]
