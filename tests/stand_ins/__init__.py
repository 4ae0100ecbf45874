"""Stand-ins for services of others: separate processes that answer as those services do."""
