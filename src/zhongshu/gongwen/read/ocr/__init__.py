"""Recognition of printed text (文字识别), in a process of its own.

Its models take hundreds of megabytes and whole seconds of every core, and they crash as native code crashes. So the
work is done in a child (`server`) that is started at the first page, asked over its pipes (`wire`) by one
`client.Recognition`, and gone soon after the last page.
"""
