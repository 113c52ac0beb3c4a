"""Companies as spans: the gazetteer, tickers, names that the article introduces, and names known by their form."""
