"""The rules, a module a group: each rule is one small function; dictionaries stand as data files beside them."""
