"""What every page shares (界面): the base page, components, the one matter page with its generic acts, downloads."""
