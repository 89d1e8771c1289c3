"""Small pure tools (通用工具): numerals, dates, money, stroke order, pinyin, terms. No Django."""
