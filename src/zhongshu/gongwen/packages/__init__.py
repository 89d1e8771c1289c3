"""The exchange package (交换包): a document, or the receipt for one, on its way between organs of different systems.

A ZIP file without compression: `metadata.xml` says what is sent, from whom and to whom, and names every file with its
digests; `signature.p7s` is the signature of the sender over it. Nothing is believed of a package before its signature,
its certificate and its sender have been. `docs/exchange.md` lays the format down for other makers.
"""
