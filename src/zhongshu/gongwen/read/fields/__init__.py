"""The finders (要素识别), one module per field: each a pure function `find(flow) -> Found` that knows no format.

What a confidence means: 0.9 and more, practically certain, because several witnesses agree (the organ of the title
signs the paper) or the form leaves no doubt; 0.6 to 0.9, likely: one good witness; below 0.6, doubtful: taken from
the web page round the document or from a weak form. Uncertain recognition of the lines lowers it further.
"""
