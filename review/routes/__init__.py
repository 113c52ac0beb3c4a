"""The pages and what they send, one module a part of the site."""
