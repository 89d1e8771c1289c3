"""Pages of seals (印章)."""
