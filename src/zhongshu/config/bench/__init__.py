"""`zhongshu bench` (性能测试): what desk, matter page, a step and a new matter cost over a million tasks.

Each operation is timed in one process, as CPU and wall time, and beside it the very same rows in bare SQL on
the same connection with the same durability. Ratios are what counts: machines differ and are noisy.
Searches over 100,000 texts are timed through the page, at the median and at 95 of 100. Setting, checking and
comparing documents is timed alone.
"""
