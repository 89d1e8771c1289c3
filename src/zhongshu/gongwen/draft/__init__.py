"""A draft (文稿): what an official document says, before anybody decides how it is laid out."""
