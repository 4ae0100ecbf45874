"""How it looks: critical CSS, icons, cards, the slope, template tags and the style page.

Lowest storey beside `shop.money`: components receive plain objects and never query, so
every package above may use them. Templates live in `shop/templates`, the linked
stylesheet and the scripts in `shop/static`.
"""
