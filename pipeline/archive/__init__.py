"""The archive of fetched pages: WARC files that other tools read too, written before anything reads the pages."""

from pipeline.archive.reader import read_archive, read_one
from pipeline.archive.writer import ArchiveWriter, recover, whole_bytes

__all__ = ["ArchiveWriter", "read_archive", "read_one", "recover", "whole_bytes"]
