"""The pages of buying: address and delivery, village search, check and code.

The rules are in `shop.checkout`; these pages only ask and show.
"""
