"""Making the models: examples from written passages and gold articles, the network, its training and its export.

Only `examples` and `packing` run without the extra `train` (PyTorch).
"""
