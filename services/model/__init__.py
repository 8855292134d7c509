"""The values that travel through the mill: frozen, complete, times aware and in UTC.

    Feed ─▶ Answer ─read─▶ FeedReading ─▶ RawDocument ─read─▶ Entry ─normalize─▶ Article ─decide─▶ Verdict ─▶ Closing

feeds.py what is polled · web.py a request and its answer · documents.py what comes in · articles.py what stands in the
index · stories.py what an article is to others · versions.py what it was before · rows.py what the ledger keeps ·
search.py what the index is asked · findings.py what enrichment finds in an article ·
rechecks.py what asking again for its page brought
"""

from services.model.articles import TAKEN_BACK, Article, Dateline, Entry, PublishedAt, StatedTime
from services.model.documents import Outcome, RawDocument, Rights, new_document_id, utc_now
from services.model.feeds import (
    Condition,
    ContentFrom,
    Enclosure,
    Feed,
    FeedEntry,
    FeedKind,
    FeedReading,
    FeedState,
    Judged,
    Pacing,
)
from services.model.findings import Amount, Casualties, Named, Place, Quote, Topic
from services.model.rechecks import Look, Recheck
from services.model.rows import LINK, Books, Claim, Closing, Due, Lane, Row, lane_of
from services.model.search import Filters, Hit, Results
from services.model.stories import Copy, Gist, Link, New, Standing, role_of
from services.model.subscriptions import Delivery, Subscription, SubscriptionState
from services.model.versions import (
    BY_HAND,
    PAGE_GONE,
    USABLE,
    WITHDRAWN,
    Apart,
    Carried,
    Disowned,
    Embedded,
    Holders,
    Notice,
    Reinstatement,
    Revision,
    Tombstone,
    Version,
    Withdrawal,
    text_at,
)
from services.model.web import Answer, Redirect, RobotsFile, Validators, WebRequest, content_type

__all__ = [
    "BY_HAND",
    "LINK",
    "PAGE_GONE",
    "TAKEN_BACK",
    "USABLE",
    "WITHDRAWN",
    "Amount",
    "Answer",
    "Apart",
    "Article",
    "Books",
    "Carried",
    "Casualties",
    "Claim",
    "Closing",
    "Condition",
    "ContentFrom",
    "Copy",
    "Dateline",
    "Delivery",
    "Disowned",
    "Due",
    "Embedded",
    "Enclosure",
    "Entry",
    "Feed",
    "FeedEntry",
    "FeedKind",
    "FeedReading",
    "FeedState",
    "Filters",
    "Gist",
    "Hit",
    "Holders",
    "Judged",
    "Lane",
    "Link",
    "Look",
    "Named",
    "New",
    "Notice",
    "Outcome",
    "Pacing",
    "Place",
    "PublishedAt",
    "Quote",
    "RawDocument",
    "Recheck",
    "Redirect",
    "Reinstatement",
    "Results",
    "Revision",
    "Rights",
    "RobotsFile",
    "Row",
    "Standing",
    "StatedTime",
    "Subscription",
    "SubscriptionState",
    "Tombstone",
    "Topic",
    "Validators",
    "Version",
    "WebRequest",
    "Withdrawal",
    "content_type",
    "lane_of",
    "new_document_id",
    "role_of",
    "text_at",
    "utc_now",
]
