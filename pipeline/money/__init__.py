"""The picture of the money: who pays whom, loops, sums with their reasons, commitments, and drawings of it."""
