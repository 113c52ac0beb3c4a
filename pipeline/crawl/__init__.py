"""Crawling sources: discover their new articles, fetch and archive them, read them, merge what they tell."""

from pipeline.crawl.discover import Discovered, discover
from pipeline.crawl.fetch import FetchedBatch, fetch_batch
from pipeline.crawl.read import Days, ReadBatch, read_batch
from pipeline.crawl.run import Crawled, crawl_source
from pipeline.crawl.several import crawl_sources
from pipeline.crawl.workplace import Failure, Workplace

__all__ = [
    "Crawled",
    "Days",
    "Discovered",
    "Failure",
    "FetchedBatch",
    "ReadBatch",
    "Workplace",
    "crawl_source",
    "crawl_sources",
    "discover",
    "fetch_batch",
    "read_batch",
]
