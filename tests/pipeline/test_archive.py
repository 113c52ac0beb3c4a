"""The archive: other tools read it, a killed writer loses at most the page it was writing, damage is told."""

from __future__ import annotations

import datetime
import gzip
import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.archive import ArchiveWriter, read_archive, read_one, recover
from schemas import InputError
from schemas.page import ArchivePlace, Page

MOST = 1_000_000
WHEN = datetime.datetime(2026, 11, 21, 7, 0, 0, 123456, tzinfo=datetime.UTC)


def page(number: int = 1, body: bytes = b"", **headers: str) -> Page:
    body = body or f"<html><p>第{number}頁</p></html>".encode()
    said = tuple((name.replace("_", "-"), value) for name, value in ({"content_type": "text/html"} | headers).items())
    url = f"https://news.example/{number}"
    return Page(url=url, final_url=url + "/", status=200, headers=said, body=body, wire=body, fetched=WHEN)


def write(folder: Path, *pages: Page, file_bytes: int = 10_000_000) -> list[ArchivePlace]:
    with ArchiveWriter(folder, file_bytes) as writer:
        return [writer.write(each) for each in pages]


def test_a_page_comes_back_as_it_was(tmp_path: Path) -> None:
    plain = page(1, etag='"x"')
    packed = page(2, content_encoding="gzip")
    packed = packed.model_copy(update={"wire": gzip.compress(packed.body)})
    places = write(tmp_path, plain, packed)
    for place, each in zip(places, (plain, packed), strict=True):
        back = read_one(tmp_path, place, MOST)
        assert (back.url, back.final_url, back.status) == (each.url, each.final_url, each.status)
        assert (back.body, back.wire, back.fetched) == (each.body, each.wire, each.fetched)
        assert back.header("content-type") == "text/html"


def test_other_tools_read_it(tmp_path: Path) -> None:
    write(tmp_path, page(1), page(2))
    (path,) = tmp_path.iterdir()
    with path.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(stream, check_digests="raise")
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "response"]
    assert records[2][1:] == ("https://news.example/2/", page(2).body)


def test_files_end_at_their_size_and_have_their_name_only_when_whole(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, 1_000) as writer:
        places = [writer.write(page(n, os.urandom(2_000))) for n in range(3)]
        assert len(list(tmp_path.glob("*.open"))) == 1
        assert read_one(tmp_path, places[2], MOST).url.endswith("/2"), "a file that grows is read too"
    assert len({place.file for place in places}) == 3
    assert not list(tmp_path.glob("*.open"))


def test_all_pages_of_an_archive_with_their_offsets(tmp_path: Path) -> None:
    places = write(tmp_path, page(1), page(2, content_type="image/png"), page(3))
    found = list(read_archive(tmp_path / places[0].file, MOST))
    assert [(offset, each.url) for offset, each in found if isinstance(each, Page)] == [
        (places[0].offset, "https://news.example/1"),
        (places[2].offset, "https://news.example/3"),
    ]


def _write_forever(folder: Path, ready: object) -> None:
    writer = ArchiveWriter(folder, 10**9)
    for number in range(10**6):
        writer.write(page(number, os.urandom(50_000)))
        if number == 20:
            ready.set()  # type: ignore[attr-defined]


def test_what_a_killed_writer_left_is_recovered_up_to_its_last_whole_page(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_write_forever, args=(tmp_path, ready))
    process.start()
    assert ready.wait(30)
    assert recover(tmp_path) == [], "its writer still lives"
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    (left,) = tmp_path.glob("*.open")
    with left.open("ab") as stream:
        stream.write(gzip.compress(b"WARC/1.1\r\n")[:-4])
    (path,) = recover(tmp_path)
    pages = [each for _, each in read_archive(path, MOST)]
    assert len(pages) >= 20
    assert all(isinstance(each, Page) for each in pages)
    with path.open("rb") as stream:
        assert sum(record.rec_type == "response" for record in ArchiveIterator(stream)) == len(pages)


def test_damage_is_told_and_what_came_before_is_read(tmp_path: Path) -> None:
    places = write(tmp_path, *(page(n, os.urandom(3_000)) for n in range(3)))
    path = tmp_path / places[0].file
    path.write_bytes(path.read_bytes()[: places[2].offset + 100])
    found = [each for _, each in read_archive(path, MOST)]
    assert [isinstance(each, Page) for each in found[:2]] == [True, True]
    assert "ends in the middle of a record" in str(found[-1])
    with pytest.raises(InputError):
        read_one(tmp_path, places[2], MOST)
    with pytest.raises(InputError, match="No such file"):
        read_one(tmp_path, ArchivePlace(file="none.warc.gz", offset=0), MOST)


def test_a_bomb_and_a_page_over_the_limit_are_refused(tmp_path: Path) -> None:
    bomb = page(1, content_encoding="gzip").model_copy(update={"wire": gzip.compress(bytes(50_000_000))})
    places = write(tmp_path, bomb, page(2, bytes(5_000_000)), page(3))
    found = [each for _, each in read_archive(tmp_path / places[0].file, MOST)]
    assert [isinstance(each, InputError) for each in found] == [True, True, False]
    assert "is larger than 1,000,000 bytes" in str(found[0])
