"""A draft as an editable word-processor file (可编辑公文): real styles, the grid of lines, page numbers by the rules.

No seal is put into it: a file that anyone can edit must not bear one. Where one belongs, its place is left.
"""

from zhongshu.gongwen.typeset.docx.writing import to_docx

__all__ = ["to_docx"]
