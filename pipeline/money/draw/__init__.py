"""Drawings of the money without a network, a browser or a window system: SVG, PNG and one self-contained page."""

from pipeline.money.draw.labels import ENGLISH, Labels
from pipeline.money.draw.page import page
from pipeline.money.draw.picture import Picture, picture
from pipeline.money.draw.png import to_png
from pipeline.money.draw.sankey import sankey_svg
from pipeline.money.draw.style import drawing_style
from pipeline.money.draw.svg import graph_svg

__all__ = ["ENGLISH", "Labels", "Picture", "drawing_style", "graph_svg", "page", "picture", "sankey_svg", "to_png"]
