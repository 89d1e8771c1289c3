"""Exchange of documents between organs (公文交换): who gets what, who has signed for it, who sent it back.

Organs of this system find a delivery waiting; others are given a signed package, or the paper itself.
条例 art. 24 (1) 签收 and art. 25 (4) 核发.
"""
