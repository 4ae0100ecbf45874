import os, uuid
from shop.payment.card import operations
m=os.environ["MUT"]
if m=="key":
    real=operations.ask
    def ask(req,*a,options=None,**k):
        if options: options={"idempotency_key": uuid.uuid4().hex}
        return real(req,*a,**({"options":options} if options else {}),**k)
    operations.ask=ask
if m=="noclose":
    from shop.payment.card import sessions
    from shop.payment.methods.contract import Closing
    from shop.payment.methods.card import Card
    Card.expire=lambda self,p,*,by: Closing.CLOSED
    Card.may_bring_money=lambda self,p: False
from tests.payment.test_card_lives import *
