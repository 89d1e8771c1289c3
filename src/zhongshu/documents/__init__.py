"""Incoming official documents (收文办理): 签收 登记 初审 承办 传阅 催办 答复.

《党政机关公文处理工作条例》 art. 24.
"""
