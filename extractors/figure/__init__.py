"""Company figures: revenue, debt, capital spending, backlog, market value and valuation, by rules that are data."""
