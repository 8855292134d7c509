"""What is kept of every answer before it is parsed."""
