"""Backfilling: archives and lists of years of back pages, in shards that can be killed and resumed."""

from pipeline.backfill.plan import Shard, plan_shards
from pipeline.backfill.run import Backfilled, backfill, finish, progress, start
from pipeline.backfill.shard import Counts, run_shard

__all__ = ["Backfilled", "Counts", "Shard", "backfill", "finish", "plan_shards", "progress", "run_shard", "start"]
