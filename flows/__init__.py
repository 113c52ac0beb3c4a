"""Prefect: what runs when. Nothing runs on a schedule yet; the steps in pipeline/ are what flows will call."""
