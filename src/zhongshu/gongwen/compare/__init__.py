"""Two versions of a text (文稿比对): what was inserted, deleted, changed and moved, paragraph by paragraph."""
