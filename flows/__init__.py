"""Prefect: what runs when, with retries, time limits and concurrency limits. The steps are in pipeline/."""
