"""Official documents as a library (公文): grammars of numbers, dates and marks. No Django; usable alone."""
