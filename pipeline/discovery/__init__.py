"""Which addresses a source announces: in feeds, sitemaps and on section pages."""

from pipeline.discovery.announced import Announced
from pipeline.discovery.feeds import read_feed
from pipeline.discovery.sections import read_section
from pipeline.discovery.sitemaps import Sitemap, read_sitemap

__all__ = ["Announced", "Sitemap", "read_feed", "read_section", "read_sitemap"]
