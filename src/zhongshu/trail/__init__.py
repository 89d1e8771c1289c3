"""The append-only record of every act (留痕), chained by HMAC-SM3 so that no change goes unnoticed.

GB/T 22239-2019 8.1.4.3 (安全审计): who, when, what, whether it can be altered. One table of entries in
streams (`matter:7`, `org`, `account:12`, `settings`), each entry sealed together with the one before it.
"""
