"""The full-text index (检索): whatever a room lets be found, by any two characters of it, by number, by name.

It does not know what it indexes: an entry belongs to a subject, which is a number of whoever asks for it.
"""
