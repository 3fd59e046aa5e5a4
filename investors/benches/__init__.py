"""What speed is measured against. Every arm answers the same rows over the same connection, and their bodies are compared before a
ratio is printed."""
