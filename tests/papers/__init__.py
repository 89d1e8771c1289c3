"""Papers of our own writing (自拟公文): invented documents of 清溪县 with their true fields, and files meant to hurt.

`library` holds the letters, `render` makes a file of any format of one, `bad` the files that cannot be read.
"""
