"""Trains a finder of company names; needs the extra `train` (PyTorch). What it makes runs in ONNX Runtime."""
