"""Deals out of the database: CSV, JSON Lines, Parquet, XLSX, GraphML and FollowTheMoney, each with its header.

`select` says which deals; each format is a module. Columns are explained in columns.toml, formats in docs/export.md.
"""

from pipeline.export.ftm import entities
from pipeline.export.graphml import write_graphml
from pipeline.export.lines import article_records, deal_record, sidecar, sidecar_path, to_csv, to_jsonl
from pipeline.export.parquet import write_parquet
from pipeline.export.selection import Selection, select
from pipeline.export.xlsx import write_xlsx

__all__ = [
    "Selection",
    "article_records",
    "deal_record",
    "entities",
    "select",
    "sidecar",
    "sidecar_path",
    "to_csv",
    "to_jsonl",
    "write_graphml",
    "write_parquet",
    "write_xlsx",
]
