"""What follow-ups say. Words only: who gets them and when is the plan's matter, how they leave is the outbox's."""
