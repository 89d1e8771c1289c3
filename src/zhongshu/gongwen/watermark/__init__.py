"""Watermarked copies (水印): user, time and address over every page of what leaves the system (T11.5).

The kept bytes never change: a copy is made for whoever asks, and kept by nobody. What cannot bear a watermark
without harm, being signed or encrypted, or of a format that has no place for one, says so.
"""
