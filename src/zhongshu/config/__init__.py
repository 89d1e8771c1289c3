"""Settings, root addresses, server and command line (系统配置). With demo/ and bench/ the only room that sees every app."""
