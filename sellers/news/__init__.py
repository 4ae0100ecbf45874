"""What owners, helpers and volunteers are told of a stall's affairs."""
