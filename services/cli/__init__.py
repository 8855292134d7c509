"""The command line: one module a command, `commands` where they are listed, `context` for what they share."""
