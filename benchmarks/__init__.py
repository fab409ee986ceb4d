"""Speed and accuracy beside other libraries; `python -m benchmarks`, by `make bench`."""
