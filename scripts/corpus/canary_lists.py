"""Canaries line by line: what lists of tags, properties, datasets, resources and records name
besides the carriers that other modules show one by one."""

from __future__ import annotations

import struct

from . import icc, iptc, jpeg, trailers, xmp
from .boxes import box
from .canary import Carrier, Sample, decimal, digest, word
from .canary_exif import thumbnail_jpeg
from .canary_makernotes import attach, padded, self_contained
from .canary_segments import jumbf_superbox
from .exif import GPS_IFD
from .jpeg import segment
from .tiff import BIG, Blob, Group, Ifd, Kind, tiff

# Exif

EXIF_TEXTS = (
    (0x9004, "CreateDate", "time"),
    (0x9010, "OffsetTime", "time"),
    (0x9012, "OffsetTimeDigitized", "time"),
    (0x9212, "SecurityClassification", "text"),
    (0x9290, "SubSecTime", "time"),
    (0x9291, "SubSecTimeOriginal", "time"),
    (0x9292, "SubSecTimeDigitized", "time"),
    (0x9A00, "XiaomiModel", "device"),
    (0xA40E, "DevelopmentTypeDescription", "text"),
    (0xA438, "ImageEditor", "person"),
    (0xA439, "CameraFirmware", "software"),
    (0xA43A, "RAWDevelopingSoftware", "software"),
    (0xA43B, "ImageEditingSoftware", "software"),
    (0xA43C, "MetadataEditingSoftware", "software"),
)

IFD0_TEXTS = (
    (0x5034, "ThumbnailArtist", "copyright"),
    (0x503B, "ThumbnailCopyright", "copyright"),
    (0x87B1, "GeoTiffAsciiParams", "location"),
    (0xA480, "GDALMetadata", "location"),
    (0xC614, "UniqueCameraModel", "device"),
    (0xFDE8, "OwnerName", "person"),
    (0xFDE9, "SerialNumber", "device"),
    (0xFE4C, "RawFile", "history"),
    (0xFE4D, "Converter", "software"),
)


def exif_texts(sample: Sample) -> None:
    for tag, name, category in EXIF_TEXTS:
        sample.exif.ascii(tag, sample.text(f"list ExifIFD:{name}", category))
    sample.exif.numbers(0x882A, Kind.SSHORT, "h", 9)
    sample.inline("list ExifIFD:TimeZoneOffset", "time", sample.exif)
    sample.exif.long(0x9211, int.from_bytes(digest("list ExifIFD:ImageNumber")[:4], "big"))
    sample.inline("list ExifIFD:ImageNumber", "device", sample.exif)
    for tag in (0x9400, 0x9401, 0x9402, 0x9403, 0x9404, 0x9405):  # weather, depth, shake, elevation
        name = f"list ExifIFD:{tag:#06x}"
        value = (int.from_bytes(digest(name)[:3], "big") | 1, 10009)
        sample.plant(name, "device", struct.pack(f"{sample.order}II", *value), "rational")
        sample.exif.rational(tag, value)


def ifd0_texts(sample: Sample) -> None:
    for tag, name, category in IFD0_TEXTS:
        sample.ifd0.ascii(tag, sample.text(f"list IFD0:{name}", category))
    for tag, name, count in (
        (0x8480, "IntergraphMatrix", 16),
        (0x85D8, "ModelTransform", 16),
        (0x87B0, "GeoTiffDoubleParams", 2),
    ):
        numbers = [decimal(f"list IFD0:{name} {n}", 179) for n in range(count)]
        sample.plant(
            f"list IFD0:{name}",
            "location",
            struct.pack(f"{sample.order}{count}d", *numbers),
            "double",
        )
        sample.ifd0.double(tag, *numbers)
    for tag, name, category in (
        (0x935C, "ImageSourceData", "history"),
        (0xC65D, "RawDataUniqueID", "device"),
        (0xC68C, "OriginalRawFileData", "history"),
        (0xC71C, "RawImageDigest", "device"),
    ):
        sample.ifd0.undefined(tag, sample.text(f"list IFD0:{name}", category, 16).encode())


def dng_private(sample: Sample) -> None:
    """A converter's copy of a MakerNote, which nobody reads."""
    text = sample.text("IFD0:DNGPrivateData", "makernote").encode()
    sample.ifd0.add(0xC634, Kind.BYTE, 8 + len(text), b"Corpus\0\0" + text)


def jumbf_in_ifd0(sample: Sample) -> None:
    """Content credentials in a tag (C2PA 2.1 A.3): with a location in them they go whole."""
    ident = sample.text("IFD0:JUMBF c2pa.location.broad", "location").encode()
    place = jumbf_superbox(b"json", b"c2pa.location.broad", box(b"json", b'{"a":"' + ident + b'"}'))
    store = jumbf_superbox(b"c2pa", b"c2pa", place)
    sample.ifd0.undefined(0xCD41, store)


# MakerNotes


def leica(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.long(0x0305, int.from_bytes(digest("Leica:SerialNumber")[:4], "big"))
    sample.inline("Leica:SerialNumber", "device", ifd)
    ifd.ascii(0x0407, sample.text("Leica:OriginalFileName", "text"))
    ifd.undefined(0x0500, padded(sample, "Leica:InternalSerialNumber", "device", 16))
    attach(sample, "LEICA CAMERA AG", "LEICA X2", Blob(self_contained(b"LEICA\0\1\0", ifd)))


def sigma(sample: Sample) -> None:
    ifd = Ifd(sample.order)
    ifd.ascii(0x0002, sample.text("Sigma:SerialNumber", "device"))
    attach(sample, "SIGMA", "SIGMA DP2", Group(Blob(b"SIGMA\0\0\0\1\0"), ifd))


def hp(sample: Sample) -> None:
    serial = sample.text("HP:SerialNumber note", "device").encode()
    note = (b"IIII\4\0" + bytes(14) + b"2007:01:02 03:04:05\0").ljust(0x5C, b"\0")
    attach(sample, "Hewlett-Packard", "HP PhotoSmart M627", Blob(note + b"SERIAL NUMBER:" + serial))


def reconyx(sample: Sample) -> None:
    serial = sample.utf16("Reconyx:SerialNumber", "device")
    label = sample.text("Reconyx:UserLabel", "text").encode()
    note = b"RECONYXH2\0".ljust(0x68, b"\0") + label.ljust(22, b"\0") + serial + bytes(6)
    attach(sample, "RECONYX", "HYPERFIRE 2", Blob(note))


def google(sample: Sample) -> None:
    """Compressed and enciphered: what is in it nobody can read, and it is not the place."""
    note = b"HDRP\3" + sample.text("Google:HDRP", "makernote").encode()
    attach(sample, "Google", "Pixel 3", Blob(note + digest("HDRP") * 3))


def ricoh_units(sample: Sample) -> None:
    """The GXR writes the serial numbers of its body and of its lens unit."""
    ifd = Ifd(sample.order)
    body = padded(sample, "Ricoh:BodySerialNumber", "device", 16)
    lens = padded(sample, "Ricoh:LensSerialNumber", "device", 16)
    firmware = b"RL1 :V01020200".ljust(16, b"\0")
    ifd.undefined(0x002C, firmware + body + firmware + lens)
    attach(sample, "RICOH", "GXR", Group(Blob(b"Ricoh\0\0\0"), ifd))


def kyocera(sample: Sample) -> None:
    """Offsets that count from their own entries."""
    token = sample.text("Kyocera MakerNote", "makernote").encode().ljust(32, b"\0")
    entry = struct.pack(f"{sample.order}HHII", 1, 7, len(token), 12)
    note = b"KYOCERA".ljust(22) + struct.pack(f"{sample.order}H", 1) + entry + token
    attach(sample, "KYOCERA", "FC-S5", Blob(note))


def nikon_capture(sample: Sample) -> None:
    """Nikon's programs keep an IPTC block among the settings of an edit."""
    ifd = Ifd(sample.order)
    ifd.long(0x0037, int.from_bytes(digest("Nikon:MechanicalShutterCount")[:4], "big"))
    sample.inline("Nikon:MechanicalShutterCount", "device", ifd)
    city = iptc.dataset(2, 90, sample.text("Nikon:NikonCaptureData IPTC:City", "location"))

    def setting(ident: int, data: bytes) -> bytes:
        return struct.pack("<I", ident).ljust(18, b"\0") + struct.pack("<I", len(data) + 4) + data

    brightness = setting(0x83A1A25, b"<!-- nothing -->")
    ifd.undefined(0x0E01, bytes(22) + brightness + setting(0x9EF5F6E0, city))
    attach(sample, "NIKON CORPORATION", "NIKON D90", Blob(b"Nikon\0\x02\x10\0\0" + tiff(ifd)))


# XMP

NAMESPACES = {
    "exifEX": "http://cipa.jp/exif/1.0/",
    "drone-parrot": "http://www.parrot.com/drone-parrot/1.0/",
    "Device": "http://ns.google.com/photos/dd/1.0/device/",
    "EarthPose": "http://ns.google.com/photos/dd/1.0/earthpose/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "apple-fi": "http://ns.apple.com/faceinfo/1.0/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
    "expressionmedia": "http://ns.microsoft.com/expressionmedia/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "xmpDM": "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "getty": "http://xmp.gettyimages.com/gift/1.0/",
    "dwc": "http://rs.tdwg.org/dwc/index.htm",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "creatorAtom": "http://ns.adobe.com/creatorAtom/1.0/",
    "extensis": "http://ns.extensis.com/extensis/1.0/",
    "other": "http://example.org/nobody/1.0/",
}

PLACES = {
    "exif": "GPSAltitude GPSTimeStamp GPSDestLatitude GPSImgDirection GPSSpeed GPSTrack "
    "GPSProcessingMethod GPSAreaInformation GPSSatellites GPSStatus GPSDifferential",
    "photoshop": "Country",
    "Iptc4xmpCore": "CountryCode",
    "drone-dji": "Latitude Longitude RelativeAltitude RtkFlag GpsStatus LRFTargetAlt LRFTargetAbsAlt",
    "cell": "mcc mnc lac cgi r",
    "expressionmedia": "Location",
    "mediapro": "Location",
    "xmpDM": "shotLocation",
    "prism": "location",
    "dwc": "decimalLatitude decimalLongitude locality country county stateProvince",
    "geo": "lat long",
    "dc": "coverage",
    "dcterms": "spatial",
    "other": "gpsFix latitude longitude altitude location place city town country province address "
    "postalCode landmark venue mcc cellId",
}

IDENTITY = {
    "person": {
        "dc": "contributor",
        "exifEX": "CameraOwnerName ImageEditor",
        "photoshop": "CaptionWriter",
        "Iptc4xmpExt": "PersonInImageWDetails PersonHeard OrganisationInImageName ModelAge",
        "digiKam": "CaptionsAuthorNames",
        "apple-fi": "Regions",
        "mediapro": "People",
        "xmpDM": "client",
        "getty": "Personality",
        "extensis": "ApprovedBy ClientName",
    },
    "copyright": {
        "dc": "publisher",
        "tiff": "Artist Copyright",
        "exifEX": "Photographer",
        "photoshop": "AuthorsPosition Credit",
        "xmpRights": "Owner UsageTerms WebStatement",
        "xmpDM": "artist",
        "acdsee": "author",
        "plus": "LicensorName",
    },
    "device": {
        "aux": "LensSerialNumber ImageNumber",
        "exifEX": "BodySerialNumber LensSerialNumber",
        "Iptc4xmpExt": "RecDevice",
        "MicrosoftPhoto": "CameraSerialNumber",
        "getty": "CameraSerialNumber",
        "drone-parrot": "CameraRollDegree",
    },
    "history": {
        "xmp": "Identifier BaseURL",
        "xmpMM": "DocumentID InstanceID OriginalDocumentID Ingredients Pantry Manifest",
        "photoshop": "History DocumentAncestors SidecarForExtension",
        "Iptc4xmpExt": "DigImageGUID RegistryId",
        "digiKam": "ImageHistory ImageUniqueID",
        "lr": "privateRTKInfo",
        "crs": "RawFileName",
        "creatorAtom": "aeProjectLink",
    },
    "text": {
        "dc": "title description",
        "exif": "UserComment",
        "photoshop": "TransmissionReference",
        "Iptc4xmpExt": "Event",
        "xmp": "Nickname Label",
        "MicrosoftPhoto": "LastKeywordIPTC",
        "expressionmedia": "Event",
    },
    "time": {
        "exif": "DateTimeOriginal",
        "exifEX": "OffsetTimeOriginal",
        "xmp": "CreateDate",
        "photoshop": "DateCreated",
        "MicrosoftPhoto": "DateAcquired",
        "GPano": "FirstPhotoDate LastPhotoDate",
        "drone-dji": "UTCAtExposure",
    },
    "software": {
        "tiff": "Software",
        "exifEX": "CameraFirmware",
        "GPano": "CaptureSoftware StitchingSoftware",
        "Device": "AppInfo",
    },
    "makernote": {"GCamera": "HdrPlusMakernote shot_log_data"},
}


def namespace(prefix: str) -> str:
    return NAMESPACES.get(prefix) or xmp.NAMESPACES[prefix]


def describe(body: dict[str, str]) -> list[str]:
    """A description for each namespace; its elements by its prefix."""
    return [
        f'<rdf:Description rdf:about="" xmlns:{prefix}="{namespace(prefix)}">{elements}'
        "</rdf:Description>"
        for prefix, elements in body.items()
    ]


def add_packet(sample: Sample, descriptions: list[str]) -> None:
    sample.head.append(jpeg.xmp_segment(xmp.packet(*descriptions)))


def listed(sample: Sample, category: str, lists: dict[str, str]) -> dict[str, str]:
    def element(prefix: str, name: str) -> str:
        token = sample.text(f"list XMP-{prefix}:{name}", category)
        return f"<{prefix}:{name}>{token}</{prefix}:{name}>"

    return {
        prefix: "".join(element(prefix, name) for name in names.split())
        for prefix, names in lists.items()
    }


def xmp_places(sample: Sample) -> None:
    body = describe(listed(sample, "location", PLACES))
    earth = "".join(
        f"<EarthPose:{name}>{sample.text(f'list XMP-Device:EarthPos{name}', 'location')}"
        f"</EarthPose:{name}>"
        for name in ("Latitude", "Longitude", "Altitude", "RotationX", "Timestamp")
    )
    body.append(
        f'<rdf:Description rdf:about="" xmlns:Device="{namespace("Device")}" '
        f'xmlns:EarthPose="{namespace("EarthPose")}"><Device:EarthPos rdf:parseType="Resource">'
        f"{earth}</Device:EarthPos></rdf:Description>"
    )
    add_packet(sample, body)


def xmp_identity(sample: Sample) -> None:
    for category, lists in IDENTITY.items():
        add_packet(sample, describe(listed(sample, category, lists)))
    name = sample.text("list XMP-MP:RegionPersonDisplayName", "person")
    add_packet(
        sample,
        [
            f'<rdf:Description rdf:about="" xmlns:MP="{namespace("MP")}" '
            f'xmlns:MPRI="{namespace("MPRI")}" xmlns:MPReg="{namespace("MPReg")}">'
            '<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>'
            f'<rdf:li MPReg:PersonDisplayName="{name}" MPReg:Rectangle="0, 0, 1, 1"/>'
            "</rdf:Bag></MPRI:Regions></MP:RegionInfo></rdf:Description>"
        ],
    )


def place_keywords(sample: Sample) -> None:
    """Programs that sort keywords into trees keep places below a word for places."""
    lightroom = sample.plant(
        "XMP-lr:HierarchicalSubject place", "location", b"Places|" + word("lr place").encode()
    ).decode()
    tree = sample.plant(
        "XMP-digiKam:TagsList place", "location", b"Places/" + word("digiKam place").encode()
    ).decode()
    person = sample.text("XMP-lr:HierarchicalSubject person", "text")
    last = sample.plant(
        "XMP-microsoft:LastKeywordXMP place", "location", b"Places/" + word("MS place").encode()
    ).decode()
    add_packet(
        sample,
        describe(
            {
                "lr": "<lr:hierarchicalSubject>"
                f"{xmp.sequence('Bag', lightroom, 'People|' + person)}</lr:hierarchicalSubject>",
                "digiKam": f"<digiKam:TagsList>{xmp.sequence('Seq', tree)}</digiKam:TagsList>",
                "MicrosoftPhoto": "<MicrosoftPhoto:LastKeywordXMP>"
                f"{xmp.sequence('Bag', last)}</MicrosoftPhoto:LastKeywordXMP>",
            }
        ),
    )


def machine_tags(sample: Sample) -> None:
    """Flickr's way to tag a place."""
    numbers = [f"{decimal(f'machine tag {axis}'):.6f}" for axis in ("lat", "lon")]
    for axis, number in zip(("lat", "lon"), numbers):
        sample.plant(f"XMP-dc:Subject geo:{axis}", "location", number.encode())
    tags = xmp.sequence("Bag", "geotagged", f"geo:lat={numbers[0]}", f"geo:lon={numbers[1]}")
    add_packet(sample, describe({"dc": f"<dc:subject>{tags}</dc:subject>"}))


# IPTC and Photoshop

DATASETS = (
    (1, 5, "Destination", "text"),
    (1, 30, "ServiceIdentifier", "copyright"),
    (1, 50, "ProductID", "text"),
    (1, 100, "UniqueObjectName", "history"),
    (2, 5, "ObjectName", "text"),
    (2, 12, "SubjectReference", "text"),
    (2, 15, "Category", "text"),
    (2, 20, "SupplementalCategories", "text"),
    (2, 40, "SpecialInstructions", "text"),
    (2, 55, "DateCreated", "time"),
    (2, 60, "TimeCreated", "time"),
    (2, 62, "DigitalCreationDate", "time"),
    (2, 63, "DigitalCreationTime", "time"),
    (2, 70, "ProgramVersion", "software"),
    (2, 85, "By-lineTitle", "copyright"),
    (2, 103, "OriginalTransmissionReference", "text"),
    (2, 105, "Headline", "text"),
    (2, 110, "Credit", "copyright"),
    (2, 115, "Source", "copyright"),
    (2, 121, "LocalCaption", "text"),
    (2, 122, "Writer-Editor", "person"),
    (2, 125, "RasterizedCaption", "text"),
    (2, 184, "JobID", "history"),
    (2, 185, "MasterDocumentID", "history"),
    (2, 186, "ShortDocumentID", "history"),
    (2, 188, "OwnerID", "person"),
    (3, 10, "IPTCPictureNumber", "history"),
    (240, 7, "240:7", "unknown"),
)

RESOURCES = (
    (0x03E9, "MacintoshPrintInfo", "person"),
    (0x03EE, "AlphaChannelsNames", "text"),
    (0x03F0, "PStringCaption", "text"),
    (0x0415, "UnicodeAlphaNames", "text"),
    (0x041A, "SliceInfo", "text"),
    (0x041E, "URL_List", "text"),
    (0x0421, "VersionInfo", "software"),
    (0x0434, "SheetDisclosure", "text"),
    (0x043A, "PrintInfo2", "person"),
    (0x043C, "MacintoshNSPrintInfo", "person"),
    (0x043D, "WindowsDEVMODE", "person"),
    (0x0BB7, "ClippingPathName", "text"),
    (0x1B58, "ImageReadyVariables", "history"),
    (0x1B59, "ImageReadyDataSets", "history"),
    (0x1F40, "LightroomWorkflow", "history"),
)


def iptc_datasets(sample: Sample) -> None:
    data = b"".join(
        iptc.dataset(record, number, sample.text(f"list IPTC:{name}", category))
        for record, number, name, category in DATASETS
        if record == 1
    )
    data += iptc.dataset(2, 0, b"\0\4")
    for record, number, name, category in DATASETS:
        if record > 1:
            data += iptc.dataset(record, number, sample.text(f"list IPTC:{name}", category))
    for record, number, name in ((2, 202, "ObjectPreviewData"), (8, 10, "SubFile")):
        data += iptc.dataset(record, number, thumbnail_jpeg(sample, f"IPTC:{name}"))
    sample.head += jpeg.photoshop_segments(iptc.iptc_resources(data))


def photoshop_resources(sample: Sample) -> None:
    resources = b"".join(
        iptc.resource(ident, sample.text(f"list Photoshop:{name}", category).encode())
        for ident, name, category in RESOURCES
    )
    ifd0 = Ifd(BIG)
    ifd0.link(GPS_IFD, place(sample, "Photoshop:0x0423"))
    sample.head += jpeg.photoshop_segments(resources + iptc.resource(0x0423, tiff(ifd0)))


def place(sample: Sample, carrier: str) -> Ifd:
    position = Ifd(BIG)
    position.ascii(0x01, "N")
    position.rational(0x02, *sample.coordinate(f"{carrier} GPS:GPSLatitude", BIG))
    position.ascii(0x03, "E")
    position.rational(0x04, *sample.coordinate(f"{carrier} GPS:GPSLongitude", BIG))
    return position


# Trailers


def append(sample: Sample, data: bytes) -> None:
    sample.trailers.append(lambda at: data)


def samsung_blocks(sample: Sample) -> None:
    blocks = [
        (kind, name.encode(), sample.text(f"list SEFT {name}", category).encode())
        for kind, name, category in (
            (0x09E0, "Burst_Shot_Info", "device"),
            (0x0AB0, "DualShot_DepthMap_1", "history"),
            (0x0C81, "Watermark_Info", "text"),
            (0x0DA1, "Captured_App_Info", "software"),
            (0x0E41, "Video_Edited_UTC_Offset", "time"),
        )
    ]
    append(sample, trailers.seft(*blocks))


def canon_recipe(sample: Sample) -> None:
    """What Digital Photo Professional keeps: settings, a recipe, an Exif block and a picture."""

    def item(kind: int, data: bytes) -> bytes:
        head = b"IHL Created Optional Item Data\0\0".ljust(36, b"\0")
        return head + struct.pack("<III", kind, len(data), 48 + len(data)) + data

    ifd0 = Ifd(BIG)
    ifd0.link(GPS_IFD, place(sample, "CanonVRD IHL"))
    picture = thumbnail_jpeg(sample, "CanonVRD IHL picture")
    settings = sample.text("CanonVRD EditData", "history").encode()
    recipe = sample.text("CanonVRD DR4", "history").encode()
    append(
        sample,
        trailers.canon_vrd(
            [
                (0xFFFF00F4, settings),
                (0xFFFF00F5, item(1, tiff(ifd0)) + item(2, picture)),
                (0xFFFF00F7, b"IIII\4\0\4\0" + recipe),
            ]
        ),
    )


def mie_places(sample: Sample) -> None:
    def text(tag: bytes, carrier: str, category: str) -> bytes:
        return trailers.mie_element(0x20, tag, sample.text(carrier, category).encode())

    position = trailers.mie_group(
        b"GPS",
        text(b"Latitude", "MIE-GPS:GPSLatitude", "location"),
        text(b"Longitude", "MIE-GPS:GPSLongitude", "location"),
    )
    grid = trailers.mie_group(b"UTM", text(b"Easting", "MIE-UTM:Easting", "location"))
    geo = trailers.mie_group(
        b"Geo",
        position,
        text(b"PostalCode", "MIE-Geo:PostalCode", "location"),
        text(b"State", "MIE-Geo:State", "location"),
        grid,
    )
    lens = trailers.mie_group(
        b"Camera",
        trailers.mie_group(b"Lens", text(b"SerialNumber", "MIE-Lens:LensSerialNumber", "device")),
    )
    append(sample, trailers.mie_trailer(trailers.mie_group(b"Meta", geo, lens)))


def archive(sample: Sample) -> None:
    """An archive that another program hid behind the picture."""
    append(sample, b"Rar!\x1a\7\0" + sample.text("RAR archive", "unknown").encode() + b"\0\0\xc4")


def vivo_picture(sample: Sample) -> None:
    """A second picture in front of the JSON text."""
    picture = b"streamdata" + thumbnail_jpeg(sample, "vivo HDRImage")
    append(sample, picture + trailers.vivo(b'model":"V1"'))


def one_plus_space(sample: Sample) -> None:
    append(
        sample,
        trailers.one_plus(
            [(b"private.emptyspace", sample.text("OnePlus private.emptyspace", "device").encode())]
        ),
    )


# ICC and C2PA


def calibrated_profile(sample: Sample) -> None:
    """A display's profile, embedded by mistake. It stays: without it the colours are others."""

    def tag(signature: str) -> tuple[bytes, bytes]:
        text = sample.text(f"ICC_Profile:{signature}", "icc").encode()
        return signature.encode(), b"text\0\0\0\0" + text + b"\0"

    tags = tuple(tag(signature) for signature in ("mmod", "targ", "meta", "MS00", "dmdd"))
    sample.head += jpeg.icc_segments(icc.profile("Corpus display", more=tags))


def manifests(sample: Sample) -> None:
    """Assertions that tell places under other names, in CBOR too; signed, so all of it goes."""

    def assertion(label: str, kind: bytes, content: bytes) -> bytes:
        return jumbf_superbox(kind, label.encode(), box(kind, content))

    city = sample.text("JUMBF c2pa.metadata photoshop:City", "location")
    shown = sample.text("JUMBF cawg.metadata LocationShown", "location").encode()
    who = sample.text("JUMBF cawg.identity", "credentials", gone=True)
    when = sample.text("JUMBF c2pa.actions", "credentials", gone=True)
    earlier = sample.text("JUMBF c2pa.ingredient", "credentials", gone=True)
    assertions = jumbf_superbox(
        b"c2as",
        b"c2pa.assertions",
        assertion("c2pa.metadata", b"json", f'{{"photoshop:City":"{city}"}}'.encode()),
        assertion("cawg.metadata", b"cbor", b"\xa1\x6dLocationShown\x6c" + shown),
        assertion("cawg.identity", b"cbor", b"\x6c" + who.encode()),
        assertion("c2pa.actions", b"cbor", b"\x6c" + when.encode()),
        assertion("c2pa.ingredient", b"cbor", b"\x6c" + earlier.encode()),
    )
    store = jumbf_superbox(b"c2pa", b"c2pa", jumbf_superbox(b"c2ma", b"urn:uuid:1", assertions))
    sample.head.append(segment(0xEB, b"JP" + struct.pack(">HI", 2, 1) + store))


def little_endian_manifest(sample: Sample) -> None:
    """Microsoft's programs write length and type of the outermost box little-endian."""
    token = sample.text("JUMBF bmuj c2pa.location.broad", "location").encode()
    place = jumbf_superbox(b"json", b"c2pa.location.broad", box(b"json", b'{"a":"' + token + b'"}'))
    store = jumbf_superbox(b"c2pa", b"c2pa", place)
    swapped = store[3::-1] + store[7:3:-1] + store[8:]
    sample.head.append(segment(0xEB, b"JP" + struct.pack(">HI", 3, 1) + swapped))


CARRIERS = [
    Carrier("list_exif", "further texts of the Exif directory", exif_texts, True, alone=True),
    Carrier("list_ifd0", "further tags of IFD0: DNG, GeoTIFF", ifd0_texts, True, alone=True),
    Carrier("list_dng_private", "DNGPrivateData", dng_private, alone=True),
    Carrier("list_exif_jumbf", "content credentials in a tag", jumbf_in_ifd0, True, alone=True),
    Carrier("makernote_leica", "Leica: serial numbers, file name", leica, True, alone=True),
    Carrier("makernote_sigma", "Sigma: serial number", sigma, True, alone=True),
    Carrier("makernote_hp", "HP: serial number as text", hp, alone=True),
    Carrier("makernote_reconyx", "Reconyx: serial number, label", reconyx, alone=True),
    Carrier("makernote_google", "Google: enciphered", google, alone=True),
    Carrier("makernote_ricoh_units", "Ricoh GXR: serial numbers", ricoh_units, True, alone=True),
    Carrier("makernote_kyocera", "Kyocera: offsets from entries", kyocera, True, alone=True),
    Carrier("makernote_nikon_capture", "Nikon Capture's IPTC", nikon_capture, True, alone=True),
    Carrier("list_xmp_places", "every place property of XMP", xmp_places, alone=True),
    Carrier("list_xmp_identity", "every identity property of XMP", xmp_identity, alone=True),
    Carrier("list_xmp_keywords", "places in trees of keywords", place_keywords, alone=True),
    Carrier("list_xmp_machine_tags", "places in machine tags", machine_tags, alone=True),
    Carrier("list_iptc", "further IPTC datasets, pictures", iptc_datasets, alone=True),
    Carrier("list_photoshop", "further image resources", photoshop_resources, alone=True),
    Carrier("list_samsung", "further blocks of Samsung's trailer", samsung_blocks, alone=True),
    Carrier("list_canon_vrd", "a Canon recipe with Exif and picture", canon_recipe, alone=True),
    Carrier("list_mie", "MIE positions and grids", mie_places, alone=True),
    Carrier("list_rar", "a RAR archive behind EOI", archive, alone=True),
    Carrier("list_vivo", "vivo's second picture", vivo_picture, alone=True),
    Carrier("list_one_plus", "OnePlus private space", one_plus_space, alone=True),
    Carrier("list_icc", "a display's profile", calibrated_profile, alone=True),
    Carrier("list_c2pa", "places in C2PA assertions of other names", manifests, alone=True),
    Carrier("list_c2pa_bmuj", "C2PA as Microsoft writes it", little_endian_manifest, alone=True),
]
