"""Views of the way in: the door, the desk, one's own settings, and the administrators' pages."""
