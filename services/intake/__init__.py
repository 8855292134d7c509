"""From what a person names to accepted documents, and from there to their outcomes.

paths, URLs, stdin ─offers─▶ Offer ─accept─▶ Ending, open ─await_outcomes─▶ Ending, one for each offer
an HTTP push ─pushing.taken─▶ Line, one for each document in it
"""

from services.intake.offers import Offer, offers
from services.intake.outcomes import OK_STATES, Ending, accept, await_outcomes

__all__ = ["OK_STATES", "Ending", "Offer", "accept", "await_outcomes", "offers"]
