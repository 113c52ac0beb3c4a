"""Which sum a deal is for: what the rules chose is weighed with the words around each sum, as the passages teach."""
