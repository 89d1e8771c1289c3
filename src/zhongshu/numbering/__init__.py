"""Gapless numbers (编号): one series per organ, kind and year; a number is taken once, inside the transaction.

条例 arts. 24–25: 登记; a voided number keeps its place and says why, and is never issued again.
"""
