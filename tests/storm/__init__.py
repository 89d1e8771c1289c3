"""The storm (压力和断电): many processes at once on PostgreSQL, some of them killed, and afterwards nothing lost."""
