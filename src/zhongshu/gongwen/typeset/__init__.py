"""Setting an official document (公文排版) to GB/T 9704-2012: the general, letter, order and minutes formats."""
