"""The desk's pages about money: what was earned, the account, sales as a chart."""
