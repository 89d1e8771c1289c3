"""Seals (印章): their register, applications for their use, the log of every use, and lending.

国发〔1999〕25号 arts. 22–25: no use without the word of whoever leads the unit; a special seal bears another name than
the main one; what is no longer used is returned, sealed away or destroyed.
"""
