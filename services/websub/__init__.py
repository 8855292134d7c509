"""Let hubs push what feeds publish (WebSub, https://www.w3.org/TR/websub/).

    poll ─wish─▶ WANTED ─ask_hubs─▶ hub ─verify (GET with a challenge)─▶ ACTIVE ─ask_hubs before the lease ends─▶ …
    hub ─deliver (POST, signed)─▶ archive ─▶ read ─▶ RawDocuments ─accept─▶ ledger ─▶ 202

messages.py    what is said, read and checked      decide.py    what follows from it (both pure)
subscriber.py  wishes, requests, verifications     receiver.py  deliveries
"""

from services.websub.messages import Verification
from services.websub.receiver import Receiver
from services.websub.subscriber import Subscriber

__all__ = ["Receiver", "Subscriber", "Verification"]
