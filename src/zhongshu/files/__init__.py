"""Stored bytes (文件库): content by digest, names, media types, resumable uploads, previews.

A stored file is served only as an attachment of a matter that the reader may see (see `matters`).
"""
