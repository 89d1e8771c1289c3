"""Seals on PDF files (电子签章): certificates, sealing with a signature under every seal (PAdES), verification.

Nothing here makes a signature reliable in law (电子签名法第十三条): that hangs on the certificate and its keeper.
"""

import logging

# What the library finds wrong is told by the verdict, in Chinese; its own words would only stand between the lines.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
