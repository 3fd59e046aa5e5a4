"""What letters about accounts say. Words only: how they leave is the outbox's matter."""
