"""The hub: subscriptions, bounded queues, slow consumers, and the pump that feeds it."""
