"""Stored bytes (文件库): kept once by digest, uploaded in pieces that resume, checked for what they really are.

A file is found by its SM3 digest (GB/T 32905) and never changes. Who may see it is decided by the matter it is
attached to, so nothing here asks for rights. What turns out to be a state secret goes into a quarantine outside
the store and outside the backup, and is expunged by two persons (《保守国家秘密法》 arts. 26–31).
"""
