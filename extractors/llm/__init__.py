"""A language model as a recogniser: what it is asked, what its reply must be, and what of it the article bears out.

Nothing here speaks to a server; whoever reads passes in something that can be asked (`Ask`).
"""
