"""Views of what every kind of matter shares: the page, the generic acts, files, people, notices, errors."""
