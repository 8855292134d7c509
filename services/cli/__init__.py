"""The command line: one module a command, `context` for what they share, `main` where they are listed."""
