"""The steps as plain functions: read, extract, resolve, merge, store, export. Knows neither Prefect nor the web."""
