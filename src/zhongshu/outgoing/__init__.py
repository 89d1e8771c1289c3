"""Outgoing documents (发文): drafting, the gate, sign-off, numbers, as 条例 2012 chapters 4 and 6 want them.

What becomes of a text stands in versions that are never changed; what was signed is known by its digest.
"""
