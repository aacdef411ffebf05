"""Untrusted bytes: every format that people send, every trick that hostile files play."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pillow_heif import register_heif_opener

from ml.contract import Pixels
from ml.photo import MAX_BYTES, MAX_SIDE, UnreadablePhoto, clean_jpeg, clean_pixels
from ml.reason import Reason


def coded(pixels: Pixels, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_reads_the_formats_that_phones_send(lesion: Pixels, kind: str) -> None:
    register_heif_opener()
    read = clean_pixels(coded(lesion, kind, quality=90))
    assert read.shape == lesion.shape
    assert np.abs(read.astype(int) - lesion).mean() < 12


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "PDF"])
def test_refuses_any_other_format(lesion: Pixels, kind: str) -> None:
    with pytest.raises(UnreadablePhoto) as refused:
        clean_pixels(coded(lesion, kind))
    assert refused.value.reason is Reason.NOT_A_PICTURE


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        (b"", Reason.NOT_A_PICTURE),
        (b"hello", Reason.NOT_A_PICTURE),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, Reason.NOT_A_PICTURE),
        (b"\0" * (MAX_BYTES + 1), Reason.TOO_LARGE),
    ],
)
def test_names_why_bytes_are_no_photo(photo: bytes, reason: Reason) -> None:
    with pytest.raises(UnreadablePhoto) as refused:
        clean_pixels(photo)
    assert refused.value.reason is reason


def test_a_cut_off_upload_is_broken(lesion: Pixels) -> None:
    whole = coded(lesion, "PNG")
    with pytest.raises(UnreadablePhoto) as refused:
        clean_pixels(whole[: len(whole) // 2])
    assert refused.value.reason is Reason.BROKEN


def test_turns_a_photo_upright(lesion: Pixels) -> None:
    lesion[:60] = (0, 0, 255)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    assert clean_pixels(coded(np.ascontiguousarray(np.rot90(lesion)), "PNG", exif=exif)).tolist() == lesion.tolist()


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(8001, 8000), (10_000, 10_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(UnreadablePhoto) as refused:
        clean_pixels(_png(*size))
    assert refused.value.reason is Reason.TOO_LARGE


def test_frames_count_towards_the_limit() -> None:
    still = Image.new("RGB", (1500, 1500))
    stream = io.BytesIO()
    frames = [Image.new("RGB", (1500, 1500), ((n * 97) % 256, 0, n * 8)) for n in range(1, 30)]
    still.save(stream, "WEBP", save_all=True, append_images=frames, quality=1, method=0)
    with pytest.raises(UnreadablePhoto) as refused:
        clean_pixels(stream.getvalue())
    assert refused.value.reason is Reason.TOO_LARGE


def test_bounds_the_long_side_and_keeps_the_shape() -> None:
    wide = np.zeros((500, 4000, 3), np.uint8)
    assert clean_pixels(coded(wide, "JPEG")).shape == (MAX_SIDE // 8, MAX_SIDE, 3)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "I;16", "1"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (120, 130))
    stream = io.BytesIO()
    image.save(stream, kind)
    assert clean_pixels(stream.getvalue()).shape == (130, 120, 3)


def test_sixteen_bit_grey_keeps_its_middle() -> None:
    stream = io.BytesIO()
    Image.fromarray(np.full((120, 120), 32768, np.uint16)).save(stream, "PNG")
    assert abs(int(clean_pixels(stream.getvalue()).mean()) - 128) <= 1


def test_transparency_is_laid_on_white() -> None:
    assert clean_pixels(coded(np.zeros((120, 120, 4), np.uint8), "PNG")).min() == 255


def test_a_clean_jpeg_carries_nothing_of_the_original(lesion: Pixels) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    exif.get_ifd(0x8825)[2] = (48.0, 8.0, 11.0)
    original = coded(lesion, "JPEG", exif=exif, comment=b"SECRETCOMMENT", icc_profile=b"SECRETPROFILE" * 20)
    assert original.count(b"SECRET") > 2
    made = clean_jpeg(clean_pixels(original))
    assert b"SECRET" not in made
    with Image.open(io.BytesIO(made)) as cleaned:
        assert not cleaned.getexif()
        assert not set(cleaned.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_files_are_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]))
    register_heif_opener()
    photo = bytearray(coded(np.full((24, 24, 3), 90, np.uint8), kind))
    for _ in range(data.draw(st.integers(1, 12))):
        photo[data.draw(st.integers(0, len(photo) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = clean_pixels(bytes(photo))
    except UnreadablePhoto:
        return
    assert read.ndim == 3
    assert max(read.shape[:2]) <= MAX_SIDE


@pytest.mark.parametrize(
    ("size", "decoded"), [((4000, 3000), (2000, 1500)), ((3000, 4000), (1500, 2000)), ((3100, 3000), (3100, 3000))]
)
def test_a_jpeg_is_decoded_no_larger_than_needed_and_never_smaller(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], decoded: tuple[int, int]
) -> None:
    sizes: list[tuple[int, int]] = []
    shrink = Image.Image.thumbnail
    monkeypatch.setattr(
        Image.Image, "thumbnail", lambda image, *told, **more: (sizes.append(image.size), shrink(image, *told, **more))
    )
    photo = coded(np.zeros((size[1], size[0], 3), np.uint8), "JPEG")
    assert max(clean_pixels(photo).shape) == MAX_SIDE
    assert sizes == [decoded]
