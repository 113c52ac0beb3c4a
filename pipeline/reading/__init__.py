"""HTML to article: the text in paragraphs, who published it when, and whether the page holds an article at all."""

from pipeline.reading.page import HtmlPage, join_parts, read_page

__all__ = ["HtmlPage", "join_parts", "read_page"]
