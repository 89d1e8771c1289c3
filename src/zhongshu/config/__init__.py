"""Settings, root addresses, server, commands (系统配置). With demo/ and bench/ the only room that sees every app."""
