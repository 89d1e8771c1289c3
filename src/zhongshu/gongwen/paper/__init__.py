"""The office's own papers (办公用纸): slips, registers and lists as PDF, in the type of official documents.

Official documents themselves are set to GB/T 9704 elsewhere; these papers only look like their relatives.
"""
