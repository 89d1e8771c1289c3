"""Accounts, people, units, posts, roles, leaders in charge and delegation (组织机构与人员), all of them dated.

An organ (机关) has its own number code, seal and registers; a unit (内设机构) is part of one organ.
"""
