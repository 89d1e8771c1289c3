"""Zhongshu 中枢: the system that a general office (办公室) runs on. The map of the house is in README.md."""

__version__ = "0.1.0"
