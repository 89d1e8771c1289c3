"""The demonstration (演示数据): an invented county office, told by the real actions, the same for the same seed."""
