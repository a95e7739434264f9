#include "metadata/makernote_tables.hpp"

#include <array>

namespace exifscrub {
namespace {

using namespace std::string_view_literals;
using enum NoteBase;

// clang-format off
constexpr auto formats = std::to_array<NoteFormat>({
    {"Apple",        "Apple iOS\0"sv,           "",           14, note,       0},
    {"Nikon",        "Nikon\0\x02"sv,           "",           10, own_header, 0},
    {"Nikon",        "Nikon\0\x01"sv,           "",            8, tiff,       0},
    {"Panasonic",    "Panasonic\0"sv,           "",           12, tiff,       0},
    {"Panasonic",    "LEICA CAMERA AG\0"sv,     "",           18, tiff,       0},
    {"Leica",        "LEICA"sv,                 "Leica Camera", 8, note,      0},
    {"Panasonic",    "LEICA"sv,                 "LEICA",       8, tiff,       0},
    {"FujiFilm",     "FUJIFILM"sv,              "",            8, pointed,    0},
    {"FujiFilm",     "GENERALE"sv,              "",            8, pointed,    0},
    {"Olympus",      "OLYMPUS\0"sv,             "",           12, note,       0},
    {"Olympus",      "OM SYSTEM\0"sv,           "",           16, note,       0},
    {"Olympus",      "OLYMP\0"sv,               "",            8, tiff,       0},
    {"Olympus",      "EPSON\0"sv,               "",            8, tiff,       0},
    {"Olympus",      "MINOL\0"sv,               "",            8, tiff,       0},
    {"Olympus",      "CAMER\0"sv,               "",            8, tiff,       0},
    {"Olympus",      "SONY PI\0"sv,             "",           12, tiff,       0},
    {"Olympus",      "PREMI\0"sv,               "",            8, tiff,       0},
    {"Pentax",       "PENTAX \0"sv,             "",           10, note,       0},
    {"Pentax",       "RICOH\0II"sv,             "",            8, note,       0},
    {"Pentax",       "RICOH\0MM"sv,             "",            8, note,       0},
    {"Pentax",       "AOC\0"sv,                 "",            6, tiff,       0},
    {"Pentax",       "S1\0\0\0\0\0\0\x0C"sv,    "",           12, note,       0},
    {"Casio",        "QVC\0"sv,                 "",            6, tiff,       0},
    {"Casio",        "DCI\0"sv,                 "",            6, tiff,       0},
    {"Sony",         "SONY DSC "sv,             "",           12, tiff,       0},
    {"Sony",         "SONY CAM "sv,             "",           12, tiff,       0},
    {"Sony",         "SONY MOBILE"sv,           "",           12, tiff,       0},
    {"Sony",         "\0\0SONY PIC\0"sv,        "",           12, tiff,       0},
    {"Sony",         "VHAB     \0"sv,           "",           12, tiff,       0},
    {"SonyEricsson", "SEMC MS\0"sv,             "",           20, note,      12},
    {"Huawei",       "HUAWEI\0\0"sv,            "",            8, own_header, 0},
    {"Motorola",     "MOT\0"sv,                 "",            8, note,       0},
    {"Sigma",        "SIGMA\0"sv,               "",           10, tiff,       0},
    {"Sigma",        "FOVEON\0"sv,              "",           10, tiff,       0},
    {"Sanyo",        "SANYO\0"sv,               "",            8, tiff,       0},
    {"JVC",          "JVC "sv,                  "",            4, tiff,       0},
    {"GE",           "GE\0\0"sv,                "",           18, tiff,       0},
    {"GE",           "GENIC\0"sv,               "",           18, tiff,       0},
    {"FujiFilm",     "GE\x0C\0\0\0\x16\0\0\0"sv, "",          12, note,       6},
    {"Ricoh",        "Ricoh"sv,                 "RICOH",       8, tiff,       0},
    {"Ricoh",        "RICOH"sv,                 "RICOH",       8, tiff,       0},
    {"Ricoh",        "RICOH"sv,                 "PENTAX RICOH", 8, tiff,      0},
    {"Kodak",        "MM\0*"sv,                "EASTMAN KODAK", 0, own_header, 0},
    {"Kodak",        "II*\0"sv,                "EASTMAN KODAK", 0, own_header, 0},
    // PixPro S-1, AZ901
    {"Kodak",        "MM\0*"sv,                "JK Imaging",  0, own_header, 0},
    {"Kodak",        "II*\0"sv,                "JK Imaging",  0, own_header, 0},
    // HZ15, XG-1
    {"Ricoh",        "MM\0*"sv,                "RICOH",       0, own_header, 0},
    {"Ricoh",        "II*\0"sv,                "RICOH",       0, own_header, 0},
    {"Ricoh",        "II*\0"sv,                "PENTAX RICOH", 0, own_header, 0},
    {"PhaseOne",     "IIIITwaR"sv,             "",            8, phase_one,  0},
    {"PhaseOne",     "IIIICwaR"sv,             "",            8, phase_one,  0},
    {"PhaseOne",     "MMMMRawT"sv,             "",            8, phase_one,  0},
    // Text and fixed fields, in which nobody has seen a place.
    {"DJI",          "[ae_dbg_info:"sv,         "",            0, none,       0},
    {"JVC",          "VER:"sv,                  "",            0, none,       0},
    {"Ricoh",        "Rv"sv,                    "RICOH",       0, none,       0},
    {"Ricoh",        "Rev"sv,                   "RICOH",       0, none,       0},
    {"Samsung",      "STMN"sv,                  "",            0, none,       0},
    {"Kodak",        "KDK"sv,                   "EASTMAN KODAK", 0, none,     0},
    // What cameras of 1998 to 2000 wrote: fixed fields, the file's name, a clock.
    {"Kodak",        "\x01\x04"sv,             "EASTMAN KODAK", 0, none,     0},
    {"Kodak",        "\x01\x05"sv,             "EASTMAN KODAK", 0, none,     0},
    // Compressed and enciphered: the camera's code name, times, settings of the exposure.
    {"Google",       "HDRP\x02"sv,             "",            0, none,       0},
    {"Google",       "HDRP\x03"sv,             "",            0, none,       0},
    {"Samsung",      "\xFF\xD8\xFF"sv,         "Samsung",     0, picture,    0},
    // Serial number and numbers; the position is in the GPS IFD or in APP6.
    {"GoPro",        "",                        "GoPro",       0, none,       0},
    // Offsets that count from their own entries, to tables of numbers (dk4010).
    {"Rollei",       "Rollei"sv,                "Rollei",      0, none,       0},
    // 32 bytes of settings (Q-M100).
    {"Konica",       "KC"sv,                    "KONICA",      0, none,       0},
    // Offsets from their own entries too, to numbers (FC-S5).
    {"Kyocera",      "KYOCERA"sv,               "",            0, none,       0},
    {"Panasonic",    "MKE"sv,                   "Panasonic",   0, none,       0},
    {"Sony",         "SONY PIC\0"sv,            "",            0, none,       0},
    {"ISL",          "ISLMAKERNOTE000\0"sv,     "",           16, own_header, 0},
    // HP, and what Vivitar, BenQ and Mustek wrote with the same program.
    {"HP",           "Hewlett-Packard"sv,       "",            0, none,       0},
    {"HP",           "Vivitar"sv,               "",            0, none,       0},
    {"HP",           "IIII\x04\0"sv,            "",            0, none,       0},
    {"HP",           "IIII\x05\0"sv,            "",            0, none,       0},
    {"HP",           "IIII\x06\0"sv,            "",            0, none,       0},
    {"Reconyx",      "RECONYX"sv,               "",            0, none,       0},
    {"Reconyx",      "\x01\xF1"sv,              "RECONYX",     0, none,       0},
    // Notes without a signature.
    {"Canon",        "",                        "Canon",       0, tiff,       0},
    {"Nikon",        "",                        "NIKON",       0, tiff,       0},
    {"Casio",        "",                        "CASIO",       0, tiff,       0},
    {"DJI",          "",                        "DJI",         0, tiff,       0},
    {"FLIR",         "",                        "FLIR Systems", 0, tiff,      0},
    {"Nintendo",     "",                        "Nintendo",    0, tiff,       0},
    {"Minolta",      "",                        "Minolta",     0, tiff,       0},
    {"Minolta",      "",                        "Konica Minolta", 0, tiff,    0},
    {"Samsung",      "",                        "Samsung",     0, tiff,       0},
    {"Pentax",       "",                        "Asahi",       0, tiff,       0},
    {"Sony",         "",                        "Sony",        0, tiff,       0},
    {"Sanyo",        "",                        "Sanyo",       8, tiff,       0},
});

constexpr auto texts = std::to_array<NoteText>({
    {"DJI",     "sensor_id:"sv,     false, LeakClass::device, "SensorID"},
    {"HP",      "SERIAL NUMBER:"sv, false, LeakClass::device, "SerialNumber"},
    {"HP",      "LOCATION:"sv,      false, LeakClass::location, "Location"},
    {"Reconyx", "",                 true,  LeakClass::device, "SerialNumber"},
    {"Reconyx", "",                 false, LeakClass::text,   "UserLabel"},
    {"GoPro",   "",                 false, LeakClass::device, "SerialNumber", 10},
});

constexpr auto fields = std::to_array<NoteField>({
    {"Apple",     0, 0x0003, LeakClass::device,   "RunTime"},
    {"Apple",     0, 0x0008, LeakClass::device,   "AccelerationVector"},
    {"Apple",     0, 0x000B, LeakClass::device,   "BurstUUID"},
    {"Apple",     0, 0x0011, LeakClass::device,   "ContentIdentifier"},
    {"Apple",     0, 0x0015, LeakClass::device,   "ImageUniqueID"},
    {"Apple",     0, 0x001F, LeakClass::person,   "PhotosAppFeatureFlags"},
    {"Apple",     0, 0x0020, LeakClass::device,   "ImageCaptureRequestID"},
    {"Apple",     0, 0x002B, LeakClass::device,   "PhotoIdentifier"},

    {"Canon",     0, 0x0009, LeakClass::person,   "OwnerName"},
    {"Canon",     0, 0x000C, LeakClass::device,   "SerialNumber"},
    {"Canon",     0, 0x000D, LeakClass::person,   "ShortOwnerName", 0xAC, 16, 0, 0, "EOS 5D"},
    {"Canon",     0, 0x000D, LeakClass::person,   "OwnerName", 0x18E, 32, 0, 0, "EOS 5D Mark II", 0x17E},
    {"Canon",     0, 0x000D, LeakClass::person,   "OwnerName", 0x10F, 32, 0, 0, "450D", 0x107},
    {"Canon",     0, 0x000D, LeakClass::person,   "OwnerName", 0x10F, 32, 0, 0, "REBEL XSi", 0x107},
    {"Canon",     0, 0x000D, LeakClass::person,   "OwnerName", 0x10F, 32, 0, 0, "Kiss X2", 0x107},
    {"Canon",     0, 0x000D, LeakClass::device,   "LensSerialNumber", 0x164, 5, 0, 0, "EOS 5D Mark III", 0x23C},
    {"Canon",     0, 0x000D, LeakClass::device,   "LensSerialNumber", 0x16B, 5, 0, 0, "EOS 5DS"},
    {"Canon",     0, 0x000D, LeakClass::device,   "LensSerialNumber", 0x16B, 5, 0, 0, "EOS 5DS R"},
    {"Canon",     0, 0x0028, LeakClass::device,   "ImageUniqueID"},
    // int32 size, zone, city, daylight saving; a city of 0 means none, 32766 not set.
    {"Canon",     0, 0x0035, LeakClass::time,     "TimeZone", 4, 4},
    {"Canon",     0, 0x0035, LeakClass::location, "TimeZoneCity", 8, 4, 0, 32766},
    {"Canon",     0, 0x0096, LeakClass::device,   "InternalSerialNumber"},
    {"Canon",     0, 0x4019, LeakClass::device,   "LensSerialNumber", 0, 5},

    {"Casio",     0, 0x2089, LeakClass::person,   "FaceInfo"},
    {"Casio",     0, 0x3006, LeakClass::location, "HometownCity"},

    {"DJI",       0, 0x0007, LeakClass::location, "Yaw"},
    {"DJI",       0, 0x000A, LeakClass::location, "CameraYaw"},

    {"FujiFilm",  0, 0x0010, LeakClass::device,   "InternalSerialNumber"},
    {"FujiFilm",  0, 0x4282, LeakClass::person,   "FaceRecInfo"},

    {"Kodak",     0, 0x0308, LeakClass::device,   "LensSerialNumber"},
    {"Kodak",     0, 0x0312, LeakClass::location, "Yaw"},
    {"Kodak", 0xFC00, 0xFA00, LeakClass::device, "SerialNumber"},
    {"Kodak", 0xFC00, 0xFA04, LeakClass::device, "SerialNumber"},
    {"Kodak", 0xFC00, 0xFA19, LeakClass::device, "SerialNumber"},

    {"Leica",     0, 0x0305, LeakClass::device,   "SerialNumber"},
    {"Leica",     0, 0x0321, LeakClass::device,   "LensSerialNumber"},
    {"Leica",     0, 0x0407, LeakClass::text,     "OriginalFileName"},
    {"Leica",     0, 0x0500, LeakClass::device,   "InternalSerialNumber"},
    {"Leica",     0, 0x3103, LeakClass::device,   "SerialNumber"},

    {"Motorola",  0, 0x5501, LeakClass::device,   "SerialNumber"},

    {"Nikon",     0, 0x001D, LeakClass::device,   "SerialNumber"},
    {"Nikon",     0, 0x0024, LeakClass::time,     "WorldTime"},
    {"Nikon",     0, 0x0037, LeakClass::device,   "MechanicalShutterCount"},
    // Version (4), encoding (1), country code (3), level (1), place name (70).
    {"Nikon",     0, 0x0039, LeakClass::location, "LocationInfo", 5},
    {"Nikon",     0, 0x00A0, LeakClass::device,   "SerialNumber"},
    {"Nikon",     0, 0x00A7, LeakClass::device,   "ShutterCount"},
    {"Nikon",     0, 0x00C3, LeakClass::location, "Altitude", 6, 4},

    {"Nintendo",  0, 0x1101, LeakClass::device,   "InternalSerialNumber", 0x18, 4},

    {"Olympus",   0, 0x0404, LeakClass::device,   "SerialNumber"},
    {"Olympus",   0, 0x101A, LeakClass::device,   "SerialNumber"},
    {"Olympus", 0x4000, 0x0404, LeakClass::device, "SerialNumber"},
    {"Olympus", 0x4000, 0x101A, LeakClass::device, "SerialNumber"},
    {"Olympus", 0x2010, 0x0101, LeakClass::device, "SerialNumber"},
    {"Olympus", 0x2010, 0x0102, LeakClass::device, "InternalSerialNumber"},
    {"Olympus", 0x2010, 0x0202, LeakClass::device, "LensSerialNumber"},
    {"Olympus", 0x2010, 0x0302, LeakClass::device, "ExtenderSerialNumber"},
    {"Olympus", 0x2010, 0x1003, LeakClass::device, "FlashSerialNumber"},
    // Altitude and depth of water, int32 each, of the Tough cameras (TG).
    {"Olympus", 0x2020, 0x0901, LeakClass::location, "ManometerReading"},

    {"Panasonic", 0, 0x0025, LeakClass::device,   "InternalSerialNumber"},
    {"Panasonic", 0, 0x0033, LeakClass::person,   "BabyAge"},
    {"Panasonic", 0, 0x0036, LeakClass::time,     "TravelDay"},
    {"Panasonic", 0, 0x0052, LeakClass::device,   "LensSerialNumber"},
    {"Panasonic", 0, 0x0054, LeakClass::device,   "AccessorySerialNumber"},
    {"Panasonic", 0, 0x0061, LeakClass::person,   "FaceRecInfo"},
    {"Panasonic", 0, 0x0065, LeakClass::text,     "Title"},
    {"Panasonic", 0, 0x0066, LeakClass::person,   "BabyName"},
    {"Panasonic", 0, 0x0067, LeakClass::location, "Location"},
    {"Panasonic", 0, 0x0069, LeakClass::location, "Country"},
    {"Panasonic", 0, 0x006B, LeakClass::location, "State"},
    {"Panasonic", 0, 0x006D, LeakClass::location, "City"},
    {"Panasonic", 0, 0x006F, LeakClass::location, "Landmark"},
    {"Panasonic", 0, 0x0080, LeakClass::location, "City2"},
    {"Panasonic", 0, 0x0081, LeakClass::location, "0x0081"},
    {"Panasonic", 0, 0x0082, LeakClass::location, "0x0082"},
    {"Panasonic", 0, 0x0083, LeakClass::location, "0x0083"},
    {"Panasonic", 0, 0x0084, LeakClass::location, "0x0084"},
    {"Panasonic", 0, 0x0085, LeakClass::location, "0x0085"},
    {"Panasonic", 0, 0x8010, LeakClass::person,   "BabyAge"},

    // Codes of cities; 0 is Pago Pago, so an erased one is FF.
    {"Pentax",    0, 0x0023, LeakClass::location, "HometownCity", 0, 0, 0xFF},
    {"Pentax",    0, 0x0024, LeakClass::location, "DestinationCity", 0, 0, 0xFF},
    {"Pentax",    0, 0x005D, LeakClass::device,   "ShutterCount"},
    {"Pentax",    0, 0x006B, LeakClass::location, "HometownCity", 2, 1, 0xFF},
    {"Pentax",    0, 0x006B, LeakClass::location, "DestinationCity", 3, 1, 0xFF},
    {"Pentax",    0, 0x0215, LeakClass::device,   "InternalSerialNumber", 16, 4},
    {"Pentax",    0, 0x0229, LeakClass::device,   "SerialNumber"},
    {"Pentax",    0, 0x022E, LeakClass::copyright, "Artist"},
    {"Pentax",    0, 0x1000, LeakClass::location, "HometownCityCode"},
    {"Pentax",    0, 0x1001, LeakClass::location, "DestinationCityCode"},
    {"Pentax",    0, 0x3006, LeakClass::location, "HometownCityName"},

    {"PhaseOne",  0, 0x0102, LeakClass::device,   "SerialNumber"},

    {"Ricoh",     0, 0x0005, LeakClass::device,   "SerialNumber"},
    {"Ricoh",     0, 0x002C, LeakClass::device,   "BodySerialNumber", 16, 16},
    {"Ricoh",     0, 0x002C, LeakClass::device,   "LensSerialNumber", 48, 16},
    {"Ricoh", 0x4001, 0x0004, LeakClass::location, "Compass"},
    {"Ricoh", 0x4001, 0x000A, LeakClass::time,    "TimeZone"},

    {"Samsung",   0, 0x0011, LeakClass::location, "YawAngle", 0, 4},
    {"Samsung",   0, 0x002F, LeakClass::location, "0x002F"},
    {"Samsung",   0, 0x0030, LeakClass::location, "LocalLocationName"},
    {"Samsung",   0, 0x0031, LeakClass::location, "LocationName"},
    {"Samsung",   0, 0x0032, LeakClass::location, "0x0032"},
    {"Samsung",   0, 0x0033, LeakClass::location, "0x0033"},
    {"Samsung",   0, 0x0034, LeakClass::location, "0x0034"},
    {"Samsung",   0, 0x0123, LeakClass::person,   "FaceName"},
    {"Samsung",   0, 0xA002, LeakClass::device,   "SerialNumber"},
    {"Samsung",   0, 0xA005, LeakClass::device,   "InternalLensSerialNumber"},

    {"Sigma",     0, 0x0002, LeakClass::device,   "SerialNumber"},

    {"Sony",      0, 0x2031, LeakClass::device,   "SerialNumber"},
    // Enciphered blocks with shutter counts and serial numbers inside.
    {"Sony",      0, 0x9050, LeakClass::device,   "0x9050"},
    {"Sony",      0, 0x9400, LeakClass::device,   "0x9400"},
    {"Sony",      0, 0x9406, LeakClass::device,   "0x9406"},
});
// clang-format on

}  // namespace

std::span<const NoteFormat> note_formats() { return formats; }
std::span<const NoteText> note_texts() { return texts; }
std::span<const NoteField> note_fields() { return fields; }

}  // namespace exifscrub
