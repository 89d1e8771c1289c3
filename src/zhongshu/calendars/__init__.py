"""Working days (工作日) and the arithmetic of terms, by the yearly notice of the State Council (国务院办公厅放假通知).

《全国年节及纪念日放假办法》. A year without a notice is computed by weekends and says so.
"""
