"""Checking official documents (公文把关): what in a draft breaks a rule, where, by which clause, and what to write."""
